/* Sofia-SIP, as a peer: see src/peers/c.rs for what each function is to do. */
#include <sofia-sip/msg.h>
#include <sofia-sip/msg_addr.h>
#include <sofia-sip/sip.h>
#include <sofia-sip/sip_header.h>
#include <sofia-sip/sip_protos.h>
#include <sofia-sip/su_alloc.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

typedef void see(void *reader, int what, const char *text, long number);

void *sofia_bench_index(const char *wire, size_t length)
{
    msg_t *message = msg_make(sip_default_mclass(), 0, wire, (ssize_t)length);
    sip_t *sip = message ? sip_object(message) : NULL;
    if (!sip || sip->sip_error || (!sip->sip_request && !sip->sip_status)) {
        if (message)
            msg_destroy(message);
        return NULL;
    }
    return message;
}

void sofia_bench_free(void *message) { msg_destroy(message); }

int sofia_bench_read(void *message, see *see, void *reader)
{
    sip_t const *sip = sip_object(message);
    sip_via_t const *via = sip->sip_via;
    const char *transport;

    if (sip->sip_request) {
        see(reader, 0, sip->sip_request->rq_method_name, 0);
        see(reader, 1, sip->sip_request->rq_url->url_host, 0);
        if (sip->sip_request->rq_url->url_port)
            see(reader, 2, NULL, atoi(sip->sip_request->rq_url->url_port));
        if (!sip->sip_max_forwards)
            return 0;
        see(reader, 3, NULL, (long)sip->sip_max_forwards->mf_count);
    } else {
        see(reader, 4, NULL, sip->sip_status->st_status);
    }
    if (!via || !sip->sip_from || !sip->sip_to || !sip->sip_call_id || !sip->sip_cseq ||
        !sip->sip_contact || !sip->sip_content_length || !via->v_branch || !sip->sip_from->a_tag)
        return 0;
    transport = strrchr(via->v_protocol, '/');
    see(reader, 5, transport ? transport + 1 : via->v_protocol, 0);
    see(reader, 6, via->v_host, 0);
    if (via->v_port)
        see(reader, 7, NULL, atoi(via->v_port));
    see(reader, 8, via->v_branch, 0);
    see(reader, 9, sip->sip_from->a_tag, 0);
    if (sip->sip_to->a_tag)
        see(reader, 10, sip->sip_to->a_tag, 0);
    see(reader, 11, sip->sip_call_id->i_id, 0);
    see(reader, 13, NULL, (long)sip->sip_cseq->cs_seq);
    see(reader, 14, sip->sip_cseq->cs_method_name, 0);
    see(reader, 15, sip->sip_contact->m_url->url_host, 0);
    see(reader, 16, NULL, (long)sip->sip_content_length->l_length);
    return 1;
}

void sofia_bench_write(void *message)
{
    su_home_t home[1] = {SU_HOME_INIT(home)};
    size_t length = 0;
    su_home_init(home);
    msg_as_string(home, message, NULL, 0, &length);
    su_home_deinit(home);
}
