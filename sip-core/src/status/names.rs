//! The names: one constant per registered code, in the order of their numbers.

use super::StatusCode;

impl StatusCode {
    /// `100 Trying`.
    pub const TRYING: Self = Self(100);
    /// `180 Ringing`.
    pub const RINGING: Self = Self(180);
    /// `181 Call Is Being Forwarded`.
    pub const CALL_IS_BEING_FORWARDED: Self = Self(181);
    /// `182 Queued`.
    pub const QUEUED: Self = Self(182);
    /// `183 Session Progress`.
    pub const SESSION_PROGRESS: Self = Self(183);
    /// `199 Early Dialog Terminated`.
    pub const EARLY_DIALOG_TERMINATED: Self = Self(199);
    /// `200 OK`.
    pub const OK: Self = Self(200);
    /// `202 Accepted`.
    pub const ACCEPTED: Self = Self(202);
    /// `204 No Notification`.
    pub const NO_NOTIFICATION: Self = Self(204);
    /// `300 Multiple Choices`.
    pub const MULTIPLE_CHOICES: Self = Self(300);
    /// `301 Moved Permanently`.
    pub const MOVED_PERMANENTLY: Self = Self(301);
    /// `302 Moved Temporarily`.
    pub const MOVED_TEMPORARILY: Self = Self(302);
    /// `305 Use Proxy`.
    pub const USE_PROXY: Self = Self(305);
    /// `380 Alternative Service`.
    pub const ALTERNATIVE_SERVICE: Self = Self(380);
    /// `400 Bad Request`.
    pub const BAD_REQUEST: Self = Self(400);
    /// `401 Unauthorized`.
    pub const UNAUTHORIZED: Self = Self(401);
    /// `402 Payment Required`.
    pub const PAYMENT_REQUIRED: Self = Self(402);
    /// `403 Forbidden`.
    pub const FORBIDDEN: Self = Self(403);
    /// `404 Not Found`.
    pub const NOT_FOUND: Self = Self(404);
    /// `405 Method Not Allowed`.
    pub const METHOD_NOT_ALLOWED: Self = Self(405);
    /// `406 Not Acceptable`.
    pub const NOT_ACCEPTABLE: Self = Self(406);
    /// `407 Proxy Authentication Required`.
    pub const PROXY_AUTHENTICATION_REQUIRED: Self = Self(407);
    /// `408 Request Timeout`.
    pub const REQUEST_TIMEOUT: Self = Self(408);
    /// `410 Gone`.
    pub const GONE: Self = Self(410);
    /// `412 Conditional Request Failed`.
    pub const CONDITIONAL_REQUEST_FAILED: Self = Self(412);
    /// `413 Request Entity Too Large`.
    pub const REQUEST_ENTITY_TOO_LARGE: Self = Self(413);
    /// `414 Request-URI Too Long`.
    pub const REQUEST_URI_TOO_LONG: Self = Self(414);
    /// `415 Unsupported Media Type`.
    pub const UNSUPPORTED_MEDIA_TYPE: Self = Self(415);
    /// `416 Unsupported URI Scheme`.
    pub const UNSUPPORTED_URI_SCHEME: Self = Self(416);
    /// `417 Unknown Resource-Priority`.
    pub const UNKNOWN_RESOURCE_PRIORITY: Self = Self(417);
    /// `420 Bad Extension`.
    pub const BAD_EXTENSION: Self = Self(420);
    /// `421 Extension Required`.
    pub const EXTENSION_REQUIRED: Self = Self(421);
    /// `422 Session Interval Too Small`.
    pub const SESSION_INTERVAL_TOO_SMALL: Self = Self(422);
    /// `423 Interval Too Brief`.
    pub const INTERVAL_TOO_BRIEF: Self = Self(423);
    /// `424 Bad Location Information`.
    pub const BAD_LOCATION_INFORMATION: Self = Self(424);
    /// `425 Bad Alert Message`.
    pub const BAD_ALERT_MESSAGE: Self = Self(425);
    /// `428 Use Identity Header`.
    pub const USE_IDENTITY_HEADER: Self = Self(428);
    /// `429 Provide Referrer Identity`.
    pub const PROVIDE_REFERRER_IDENTITY: Self = Self(429);
    /// `430 Flow Failed`.
    pub const FLOW_FAILED: Self = Self(430);
    /// `433 Anonymity Disallowed`.
    pub const ANONYMITY_DISALLOWED: Self = Self(433);
    /// `436 Bad Identity Info`.
    pub const BAD_IDENTITY_INFO: Self = Self(436);
    /// `437 Unsupported Credential`.
    pub const UNSUPPORTED_CREDENTIAL: Self = Self(437);
    /// `438 Invalid Identity Header`.
    pub const INVALID_IDENTITY_HEADER: Self = Self(438);
    /// `439 First Hop Lacks Outbound Support`.
    pub const FIRST_HOP_LACKS_OUTBOUND_SUPPORT: Self = Self(439);
    /// `440 Max-Breadth Exceeded`.
    pub const MAX_BREADTH_EXCEEDED: Self = Self(440);
    /// `469 Bad Info Package`.
    pub const BAD_INFO_PACKAGE: Self = Self(469);
    /// `470 Consent Needed`.
    pub const CONSENT_NEEDED: Self = Self(470);
    /// `480 Temporarily Unavailable`.
    pub const TEMPORARILY_UNAVAILABLE: Self = Self(480);
    /// `481 Call/Transaction Does Not Exist`.
    pub const CALL_TRANSACTION_DOES_NOT_EXIST: Self = Self(481);
    /// `482 Loop Detected`.
    pub const LOOP_DETECTED: Self = Self(482);
    /// `483 Too Many Hops`.
    pub const TOO_MANY_HOPS: Self = Self(483);
    /// `484 Address Incomplete`.
    pub const ADDRESS_INCOMPLETE: Self = Self(484);
    /// `485 Ambiguous`.
    pub const AMBIGUOUS: Self = Self(485);
    /// `486 Busy Here`.
    pub const BUSY_HERE: Self = Self(486);
    /// `487 Request Terminated`.
    pub const REQUEST_TERMINATED: Self = Self(487);
    /// `488 Not Acceptable Here`.
    pub const NOT_ACCEPTABLE_HERE: Self = Self(488);
    /// `489 Bad Event`.
    pub const BAD_EVENT: Self = Self(489);
    /// `491 Request Pending`.
    pub const REQUEST_PENDING: Self = Self(491);
    /// `493 Undecipherable`.
    pub const UNDECIPHERABLE: Self = Self(493);
    /// `494 Security Agreement Required`.
    pub const SECURITY_AGREEMENT_REQUIRED: Self = Self(494);
    /// `500 Server Internal Error`.
    pub const SERVER_INTERNAL_ERROR: Self = Self(500);
    /// `501 Not Implemented`.
    pub const NOT_IMPLEMENTED: Self = Self(501);
    /// `502 Bad Gateway`.
    pub const BAD_GATEWAY: Self = Self(502);
    /// `503 Service Unavailable`.
    pub const SERVICE_UNAVAILABLE: Self = Self(503);
    /// `504 Server Time-out`.
    pub const SERVER_TIME_OUT: Self = Self(504);
    /// `505 Version Not Supported`.
    pub const VERSION_NOT_SUPPORTED: Self = Self(505);
    /// `513 Message Too Large`.
    pub const MESSAGE_TOO_LARGE: Self = Self(513);
    /// `555 Push Notification Service Not Supported`.
    pub const PUSH_NOTIFICATION_SERVICE_NOT_SUPPORTED: Self = Self(555);
    /// `580 Precondition Failure`.
    pub const PRECONDITION_FAILURE: Self = Self(580);
    /// `600 Busy Everywhere`.
    pub const BUSY_EVERYWHERE: Self = Self(600);
    /// `603 Decline`.
    pub const DECLINE: Self = Self(603);
    /// `604 Does Not Exist Anywhere`.
    pub const DOES_NOT_EXIST_ANYWHERE: Self = Self(604);
    /// `606 Not Acceptable`.
    pub const NOT_ACCEPTABLE_ANYWHERE: Self = Self(606);
    /// `607 Unwanted`.
    pub const UNWANTED: Self = Self(607);
    /// `608 Rejected`.
    pub const REJECTED: Self = Self(608);
}
