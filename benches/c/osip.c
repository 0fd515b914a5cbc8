/* libosip2, as a peer: see src/peers/c.rs for what each function is to do. */
#include <osipparser2/osip_parser.h>
#include <osipparser2/osip_port.h>
#include <stddef.h>
#include <stdlib.h>

typedef void see(void *reader, int what, const char *text, long number);

void *osip_bench_index(const char *wire, size_t length)
{
    osip_message_t *sip;
    if (osip_message_init(&sip) != 0)
        return NULL;
    if (osip_message_parse(sip, wire, length) != 0) {
        osip_message_free(sip);
        return NULL;
    }
    return sip;
}

void osip_bench_free(void *message) { osip_message_free(message); }

int osip_bench_read(void *message, see *see, void *reader)
{
    osip_message_t *sip = message;
    osip_via_t *via;
    osip_generic_param_t *param;
    osip_contact_t *contact;
    osip_header_t *hops;

    if (sip->sip_method) {
        see(reader, 0, sip->sip_method, 0);
        see(reader, 1, sip->req_uri->host, 0);
        if (sip->req_uri->port)
            see(reader, 2, NULL, atoi(sip->req_uri->port));
        if (osip_message_get_max_forwards(sip, 0, &hops) < 0)
            return 0;
        see(reader, 3, NULL, atoi(hops->hvalue));
    } else {
        see(reader, 4, NULL, sip->status_code);
    }
    if (osip_message_get_via(sip, 0, &via) < 0)
        return 0;
    see(reader, 5, via->protocol, 0);
    see(reader, 6, via->host, 0);
    if (via->port)
        see(reader, 7, NULL, atoi(via->port));
    osip_via_param_get_byname(via, "branch", &param);
    if (!param || !sip->from || !sip->to || !sip->call_id || !sip->cseq || !sip->content_length)
        return 0;
    see(reader, 8, param->gvalue, 0);
    osip_from_get_tag(sip->from, &param);
    if (!param)
        return 0;
    see(reader, 9, param->gvalue, 0);
    osip_to_get_tag(sip->to, &param);
    if (param)
        see(reader, 10, param->gvalue, 0);
    /* It cuts a Call-ID in two at its `@`. */
    see(reader, 11, sip->call_id->number, 0);
    if (sip->call_id->host)
        see(reader, 12, sip->call_id->host, 0);
    see(reader, 13, NULL, atol(sip->cseq->number));
    see(reader, 14, sip->cseq->method, 0);
    if (osip_message_get_contact(sip, 0, &contact) < 0)
        return 0;
    see(reader, 15, contact->url->host, 0);
    see(reader, 16, NULL, atoi(sip->content_length->value));
    return 1;
}

void osip_bench_write(void *message)
{
    char *text;
    size_t length;
    osip_message_force_update(message);
    if (osip_message_to_str(message, &text, &length) == 0)
        osip_free(text);
}
