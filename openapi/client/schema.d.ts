// Written by `just openapi` from openapi.json.
export interface paths {
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register with e-mail and password
         * @description Queues a mail with a 4-digit code. The answer is the same whether the address is new, pending or active; an active owner gets a mail that says so. Registering a pending address again replaces its password and voids its older code.
         */
        post: operations["registerUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate the account with the code of its mail
         * @description HTTP Basic with the e-mail and password of the registration, within a minute of the mail. A wrong code costs one of five attempts; a wrong password costs none.
         */
        post: operations["activateUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/activation-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a fresh code with a fresh minute
         * @description The older code is void as soon as the new one is sent. It has no body.
         */
        post: operations["requestActivationCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The devices on which the caller is signed in, the one used last first */
        get: operations["listSessions"];
        put?: never;
        /** Sign in on a device with e-mail and password */
        post: operations["signIn"];
        /** Sign out on all other devices */
        delete: operations["endOtherSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a session with its newest refresh token
         * @description The answer carries a new refresh token; the one it replaces is good for ten more seconds, for a lost reply, and gives the same new one. Any older one ends the session.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/current": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out on this device */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Sign out on one device */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew a session, for OAuth clients (RFC 6749 §6)
         * @description The session of a client is renewed by that client alone, and one of our own sign-in without a client. The password grant is refused unless OAUTH_PASSWORD_GRANT is on, because RFC 9700 §2.4 forbids it.
         */
        post: operations["grantToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the session of a token, for OAuth clients (RFC 7009)
         * @description Either of its tokens will do, and both are of no use at once.
         */
        post: operations["revokeToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell a client whether a token is good now (RFC 7662)
         * @description Of what is not, the answer says nothing more. A refresh token is told of to its own client only.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys by which access tokens are checked elsewhere (RFC 7517)
         * @description Good for 300 seconds: a new key is in it longer than that before it signs.
         */
        get: operations["getKeySet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an OAuth client needs to know (RFC 8414) */
        get: operations["getServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/otp/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a code to an address
         * @description The answer is the same whoever has the address, and whether anybody does. Before resend_after nothing more is sent, and the code of the newest mail is good with the new id as well as with the older one.
         */
        post: operations["sendOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/otp/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have an address proved by the code of its mail
         * @description The proof tells whose address it is, for whom, and what was asked for. The same id and code again get the same proof; with session=true a session is opened once.
         */
        post: operations["verifyOtp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/proofs/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask whether a proof is good, and what it says
         * @description For services that do not verify it themselves, or that want it to be good once. The answer is what it says; whatever is no good proof for this audience is refused.
         */
        post: operations["verifyProof"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to choose a new password
         * @description The answer is the same whoever has the address, and whether anybody does. An active account gets a mail with a link; the link leads to a page, and is good once.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password-resets/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Choose a new password with the token of the mail
         * @description Ends all sessions of the account and voids its other links; a mail tells the owner. Nobody is signed in by it.
         */
        post: operations["confirmPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's account, and how its code stands */
        get: operations["getOwnUser"];
        put?: never;
        post?: never;
        /**
         * Delete the account, and all that is known about its owner
         * @description At once and for good; a last mail says so. The address can be registered again, as somebody new.
         */
        delete: operations["deleteOwnUser"];
        options?: never;
        head?: never;
        /**
         * Change username and language
         * @description What is not in the body stays as it is. Nothing else can be changed here.
         */
        patch: operations["changeOwnProfile"];
        trace?: never;
    };
    "/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Choose another password
         * @description All other sessions end, and a mail tells the owner. Of several changes at once one has an effect.
         */
        put: operations["changeOwnPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Ask for another e-mail address
         * @description Queues a mail with an 8-digit code to the new address; nothing changes until the code comes back. The answer is the same whether or not the address has an account, whose owner gets a mail that says so. A new request voids the older code.
         */
        put: operations["requestEmailChange"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/me/email/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move to the new address with the code of its mail
         * @description Within ten minutes of the mail. All other sessions end, and the address that was left gets a link by which the change can be undone. The same code again has no other effect, and the same answer.
         */
        post: operations["confirmEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email-changes/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a former address back
         * @description With the token of the link in the notice, once. All sessions end, and the links of later changes with them. The password is void: a reset makes a new one.
         */
        post: operations["undoEmailChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A ticket for one WebSocket, because its address is all that a page can give to one
         * @description Pages of the service need no token: the cookie of their session is enough for them, and is refused to pages of others. It has no body.
         */
        post: operations["createLiveTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A WebSocket that tells of each newcomer (RFC 6455)
         * @description The `Origin` must be the service's own, or one of CORS_ORIGINS. The first message is `{"type":"hello","latest":"1769860800000-0","complete":true}`: `latest` is the newest id there is, or null; `complete` is false when some of what came after `after` may no longer be kept. Then comes what was missed, and then what happens: `{"type":"notice","id":"1769860800000-0","event":"activated","email":"a***@e***.com","at":"2026-01-31T12:00:00.000Z"}`. The address is masked unless LIVE_EMAIL says otherwise. What clients send is ignored.
         *
         *     It closes with 4401 when the session ended, or the token that its ticket was asked for with; 1001 when the service restarts; 1013 when too much waits to be read; 1009 after more than 4 KB at once. Come back with another ticket, and with `after`.
         */
        get: operations["openLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/live/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same as server-sent events, for those who can use no WebSocket
         * @description Pages of the service need no token: the cookie of their session is enough for them, and is refused to pages of others. The first message is `{"type":"hello","latest":"1769860800000-0","complete":true}`: `latest` is the newest id there is, or null; `complete` is false when some of what came after `after` may no longer be kept. Then comes what was missed, and then what happens: `{"type":"notice","id":"1769860800000-0","event":"activated","email":"a***@e***.com","at":"2026-01-31T12:00:00.000Z"}`. The address is masked unless LIVE_EMAIL says otherwise. What clients send is ignored.
         *
         *     Before it ends, `bye` says why: `signed_out`, `restarting` or `slow`.
         */
        get: operations["openLiveEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/email/{provider}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What became of mails, told by the provider that took them
         * @description For e-mail providers: bounces and complaints, signed in the way of the provider, in its own form. The example is that of the generic provider, signed by Standard Webhooks. What is not about a mail of this service is accepted and ignored, and repeats do no harm.
         */
        post: operations["reportMailFeedback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this is, and where to go on
         * @description For people and probes that try the root. It asks no store.
         */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The service can do its work */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/limits/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Every bucket that counts for an address on a route */
        post: operations["explainLimits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/limits/buckets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Forget what one bucket counted; it is noted who wanted it
         * @description Guess budgets cannot be cleared: they hold for the life of an address.
         */
        delete: operations["clearLimitBucket"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All rate limits, as they are in force */
        get: operations["listLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/limits/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One rate limit; its ETag is the version to change */
        get: operations["getLimit"];
        /**
         * Change a rate limit on all instances, or see what it would have done
         * @description Replaces all settings; those left out take this limit's defaults. With dry_run=true nothing is changed, and the answer replays the recorded traffic with the new settings.
         */
        put: operations["changeLimit"];
        post?: never;
        /** Put a rate limit back to its default */
        delete: operations["resetLimit"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who changed which limit, when and why; newest first */
        get: operations["listLimitChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What operators did besides changing limits, who and why; the newest 200 first */
        get: operations["listOperatorEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much mail waits, how the providers stand, and what was given up */
        get: operations["getMailStanding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mail/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Messages that reached nobody, newest first */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mail/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send dead letters again; it is noted who wanted it
         * @description Under their old ids: a provider with idempotency keys that took one does not deliver it twice. Their age begins anew, their attempts go on.
         */
        post: operations["redriveMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mail/dead-letters/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give dead letters up; it is noted who wanted it */
        post: operations["dropMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mail/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The newest messages to an address, and whether it is written to at all
         * @description A POST, so that the address stands in no URL.
         */
        post: operations["lookUpMail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/mail/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let an address be written to again; it is noted who wanted it */
        delete: operations["liftSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many events wait for the product beside, how its endpoint stands, and what was given up */
        get: operations["getWebhookStanding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/webhooks/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Events of the last 30 days, newest first, without what they say */
        get: operations["listWebhookEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/webhooks/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send events again; it is noted who wanted it
         * @description Under their old ids, by which a receiver knows a repeat. Dead ones, or with state=delivered those that the receiver lost. Age and attempts begin anew.
         */
        post: operations["redriveWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/webhooks/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give events up; it is noted who wanted it
         * @description Dead ones, or with state=queued those that wait.
         */
        post: operations["dropWebhooks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/guess-bound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How likely a code is guessed, from the limits in force */
        get: operations["getGuessBound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/breaker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a spray of wrong codes has made every code long */
        get: operations["getBreaker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/traffic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Decisions of each limit over the last 15 minutes, all instances together */
        get: operations["getTraffic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The recorded decisions as NDJSON, for `just simulate`
         * @description Addresses are in it as keyed hashes only. JOURNAL_MAX bounds how many are kept.
         */
        get: operations["exportJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ops/simulations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What other quotas would have done to the recorded traffic */
        post: operations["simulateLimits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Accounts, the newest first; those of a search by what was found of them
         * @description A page can have fewer accounts than its limit: go on with next until it is null.
         */
        get: operations["listUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An account: its sessions, how its mail stands, and what slows its sign-in down */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Delete an account, as its owner can; not one's own, and not the last administrator's */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Disable or enable an account, or change its role
         * @description Disabling ends all sessions of the account at once. What is so already stays so. There is always one active administrator left.
         */
        patch: operations["changeUser"];
        trace?: never;
    };
    "/admin/users/{id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget the wrong passwords and resets that slow the account's sign-in down
         * @description It has no body.
         */
        post: operations["unlockUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit trail, newest first */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface webhooks {
    "user.registered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Somebody registered an address that is not active
         * @description Also when a pending address is registered again: then the account has a new id, and nothing more is told of the old one. What stays pending is deleted after PENDING_LIFE_HOURS without an event.
         */
        post: operations["onUserRegistered"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.activated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An account was activated
         * @description Once for each account.
         */
        post: operations["onUserActivated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An account is another one than before
         * @description Its address, name, language, role or status; the data is what it is now.
         */
        post: operations["onUserUpdated"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "user.deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An account was deleted
         * @description What was not delivered yet of who its owner was never will be.
         */
        post: operations["onUserDeleted"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "session.revoked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sessions ended before their time
         * @description Their access tokens, which may not have run out yet, are no longer good.
         */
        post: operations["onSessionRevoked"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "limit.tripped": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A limit refused somebody
         * @description Once a minute and limit at most, however many were refused, and nothing of whom. Told by the way: it may be lost with Redis.
         */
        post: operations["onLimitTripped"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        UserRegisteredEvent: {
            /** @enum {string} */
            type: "user.registered";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                user_id: string;
                email: string;
                username: string | null;
                /** @enum {string} */
                locale: "en" | "fr" | "de" | "es" | "ar";
                /** @enum {string} */
                role: "user" | "admin";
                /** @enum {string} */
                status: "pending" | "active" | "disabled";
            };
        };
        UserActivatedEvent: {
            /** @enum {string} */
            type: "user.activated";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                user_id: string;
                email: string;
                username: string | null;
                /** @enum {string} */
                locale: "en" | "fr" | "de" | "es" | "ar";
                /** @enum {string} */
                role: "user" | "admin";
                /** @enum {string} */
                status: "pending" | "active" | "disabled";
            };
        };
        UserUpdatedEvent: {
            /** @enum {string} */
            type: "user.updated";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                user_id: string;
                email: string;
                username: string | null;
                /** @enum {string} */
                locale: "en" | "fr" | "de" | "es" | "ar";
                /** @enum {string} */
                role: "user" | "admin";
                /** @enum {string} */
                status: "pending" | "active" | "disabled";
            };
        };
        UserDeletedEvent: {
            /** @enum {string} */
            type: "user.deleted";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                user_id: string;
            };
        };
        SessionRevokedEvent: {
            /** @enum {string} */
            type: "session.revoked";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** Format: uuid */
                user_id: string;
                /** @description The sid of their access tokens. */
                session_ids: string[];
                /** @description Such as signed_out or password_changed. */
                reason: string;
            };
        };
        LimitTrippedEvent: {
            /** @enum {string} */
            type: "limit.tripped";
            /**
             * Format: date-time
             * @description When it happened.
             */
            timestamp: string;
            data: {
                /** @enum {string} */
                policy: "register.ip" | "register.service" | "send.hour" | "send.day" | "send.service" | "activate.ip" | "activate.address" | "resend.ip" | "resend.address" | "resend.account" | "sign-in.ip" | "sign-in.address" | "sign-in.failures" | "sign-in.device" | "sign-in.devices" | "account.ip" | "account.account" | "refresh.ip" | "revoke.ip" | "introspect.ip" | "live.ip" | "password-check.account" | "email-change.account" | "undo.ip" | "reset.ip" | "reset.address" | "reset-confirm.ip" | "otp-send.ip" | "otp-send.address" | "otp-send.reserve" | "otp-check.ip" | "proof-check.ip" | "admin.ip" | "admin.account" | "ops.ip";
                quota: string;
                /** @description Where the one was that is told. */
                route: string;
                /** @description By the instance that tells it: with several there were more. */
                refused_since_last: number;
            };
        };
        Registered: {
            /**
             * Format: uuid
             * @description The account's id, if this registration is the one that gets activated.
             * @example 5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21
             */
            id: string;
            /** @enum {string} */
            status: "pending";
        };
        Problem: {
            /**
             * Format: uri
             * @description Stable address of the problem's kind.
             */
            type: string;
            title: string;
            status: number;
            /**
             * @description What clients decide by; one of a closed list.
             * @enum {string}
             */
            code: "invalid_request" | "malformed_request" | "not_found" | "method_not_allowed" | "payload_too_large" | "unsupported_media_type" | "headers_too_large" | "invalid_credentials" | "invalid_token" | "signed_out" | "invalid_refresh_token" | "not_active" | "account_disabled" | "admin_only" | "password_incorrect" | "password_refused" | "username_taken" | "email_taken" | "link_expired" | "account_pending" | "last_admin" | "own_account" | "code_incorrect" | "code_expired" | "code_exhausted" | "resend_too_soon" | "invalid_proof" | "proof_used" | "already_active" | "idempotency_conflict" | "idempotency_in_flight" | "rate_limited" | "guess_bound_exceeded" | "precondition_required" | "precondition_failed" | "invalid_signature" | "upgrade_required" | "invalid_ticket" | "too_many_connections" | "cross_site" | "overloaded" | "unavailable" | "internal_error";
            /** @description Names this request in the service's log. */
            request_id: string;
            /** @description For people; may change any time. */
            detail?: string;
            attempts_left?: number;
            /** @description Seconds, as in Retry-After. */
            retry_after?: number;
            errors?: {
                field: string;
                message: string;
            }[];
            /**
             * @description Why a password was refused.
             * @enum {string}
             */
            reason?: "too_common" | "contains_context" | "repetitive" | "breached";
            /** @description The limits that refused, as named in RateLimit-Policy. */
            "violated-policies"?: string[];
        };
        Registration: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            password: string;
        };
        Activated: {
            /** @enum {string} */
            status: "active";
        };
        Activation: {
            /** @example 0420 */
            code: string;
        };
        CodeRequested: {
            /** @enum {string} */
            state: "queued";
            /**
             * Format: date-time
             * @description The next code can be asked for then.
             */
            resend_after: string;
        };
        SignedIn: components["schemas"]["Session"] & {
            /** @description Keep it, and send it at the next sign-in: wrong passwords of others do not count for this device. */
            device_token: string;
        };
        Session: {
            /** Format: uuid */
            session_id: string;
            access_token: string;
            /** @enum {string} */
            token_type: "Bearer";
            /** @description Seconds that the access token is good for. */
            expires_in: number;
            refresh_token: string;
            /** @description Seconds, unless it is used before. */
            refresh_expires_in: number;
        };
        SignIn: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            password: string;
            /** @example Ada's phone */
            device?: string;
            /** @description What an earlier sign-in on this device got, whatever became of its session. */
            device_token?: string;
        };
        Refresh: {
            refresh_token: string;
        };
        Sessions: {
            sessions: {
                /** Format: uuid */
                id: string;
                device: string;
                /** @description Where it was used last. */
                ip: string;
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description When it was made, or renewed last.
                 */
                last_used_at: string;
                /** @description The one that asks. */
                current: boolean;
            }[];
        };
        Token: {
            access_token: string;
            /** @enum {string} */
            token_type: "Bearer";
            /** @description Seconds that the access token is good for. */
            expires_in: number;
            /** @description Takes the place of the one that was sent. */
            refresh_token: string;
        };
        OAuthError: {
            /** @description What clients decide by (RFC 6749 §5.2). */
            error: string;
            /** @description For people; may change any time. */
            error_description: string;
        };
        Introspection: {
            active: boolean;
            /**
             * Format: uuid
             * @description The account.
             */
            sub?: string;
            /**
             * Format: uuid
             * @description The session.
             */
            sid?: string;
            /** @description latchkey for our own sign-in. */
            client_id?: string;
            iss?: string;
            aud?: string;
            /**
             * @description Of an access token.
             * @enum {string}
             */
            token_type?: "Bearer";
            jti?: string;
            iat?: number;
            exp?: number;
        };
        KeySet: {
            keys: {
                /** @enum {string} */
                kty: "OKP";
                /** @enum {string} */
                crv: "Ed25519";
                x: string;
                kid: string;
                /** @enum {string} */
                alg: "EdDSA";
                /** @enum {string} */
                use: "sig";
            }[];
        };
        ServerMetadata: {
            /** Format: uri */
            issuer: string;
            /** Format: uri */
            token_endpoint: string;
            /** Format: uri */
            jwks_uri: string;
            /** Format: uri */
            revocation_endpoint: string;
            /** Format: uri */
            introspection_endpoint?: string;
            grant_types_supported: string[];
            /** @description Required, and empty: there is no authorization endpoint. */
            response_types_supported: string[];
            token_endpoint_auth_methods_supported: string[];
            revocation_endpoint_auth_methods_supported: string[];
            introspection_endpoint_auth_methods_supported?: string[];
            /** Format: uri */
            service_documentation: string;
        };
        OtpRequested: {
            /** @description What was asked for, sealed: it goes with the code. */
            id: string;
            /** Format: date-time */
            expires_at: string;
            /**
             * Format: date-time
             * @description Before that no other mail is sent.
             */
            resend_after: string;
        };
        OtpRequest: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /**
             * @description Your word for what it is for; it is in the proof.
             * @default sign-in
             */
            purpose?: string;
            /**
             * @description Whom the proof is for; the service itself without it. The mail names it.
             * @example shop
             */
            audience?: string;
            /** @description What ties the proof to a session of yours; it is in the proof. */
            nonce?: string;
        };
        OtpChecked: {
            /** @enum {string} */
            format: "jws";
            proof: string;
            /** @description Seconds that the proof is good for. */
            expires_in: number;
            /** @description With session=true; null when no active account has the address. */
            session?: components["schemas"]["SignedIn"] | null;
        } | {
            /** @enum {string} */
            format: "hmac";
            proof: components["schemas"]["SignedDetails"];
            /** @description Seconds that the proof is good for. */
            expires_in: number;
            /** @description With session=true; null when no active account has the address. */
            session?: components["schemas"]["SignedIn"] | null;
        };
        SignedDetails: {
            /** @enum {number} */
            version: 1;
            iss: string;
            aud: string;
            /** @description The id of the account, or without one a name of the address. */
            sub: string;
            email: string;
            /** @enum {boolean} */
            email_verified: true;
            purpose: string;
            nonce?: string;
            /**
             * Format: uuid
             * @description The same in each form of one proof.
             */
            jti: string;
            iat: number;
            exp: number;
            /** @description HMAC-SHA-256 over the canonical form, in hex. */
            signature: string;
        };
        OtpCheck: {
            id: string;
            /** @example 04201337 */
            code: string;
            /**
             * @description A JWT that anybody verifies by the key set, or details signed with a shared key.
             * @default jws
             * @enum {string}
             */
            format?: "jws" | "hmac";
        };
        IdentityClaims: {
            iss: string;
            aud: string;
            /** @description The id of the account, or without one a name of the address. */
            sub: string;
            email: string;
            /** @enum {boolean} */
            email_verified: true;
            purpose: string;
            nonce?: string;
            /**
             * Format: uuid
             * @description The same in each form of one proof.
             */
            jti: string;
            iat: number;
            exp: number;
        };
        ProofCheck: {
            /** @description In the form that POST /otp/verify answered. */
            proof: Record<string, never> & (string | components["schemas"]["SignedDetails"]);
            /**
             * @description Who you are. A proof for somebody else is none for you.
             * @example shop
             */
            audience: string;
            /** @description What you gave along when the code was asked for: it must be in it. */
            nonce?: string;
            /**
             * @description Uses the proof up, in both its forms: it is good once.
             * @default false
             */
            single_use?: boolean;
        };
        ResetRequested: {
            /** @enum {string} */
            state: "queued";
        };
        ResetRequest: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
        };
        ResetConfirmation: {
            /**
             * @description What follows `#token=` in the link of the mail.
             * @example Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE
             */
            token: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            password: string;
        };
        Account: {
            /** Format: uuid */
            id: string;
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /** @example ada */
            username: string | null;
            /** @enum {string} */
            status: "pending" | "active" | "disabled";
            /** @enum {string} */
            role: "user" | "admin";
            /**
             * @description The language of its mails.
             * @enum {string}
             */
            locale: "en" | "fr" | "de" | "es" | "ar";
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-01-31T12:00:00.000Z
             */
            activated_at: string | null;
            /**
             * @description undeliverable: mail to the address is refused or comes back.
             * @enum {string}
             */
            email_state: "ok" | "undeliverable";
            /** @description The address that it is to have, until its code comes back. */
            email_change: components["schemas"]["EmailChange"] | null;
            code?: components["schemas"]["CodeStanding"];
        };
        EmailChange: {
            /**
             * Format: email
             * @example ada@new.example
             */
            email: string;
            /**
             * @description unsent: no provider took it in time, ask for a new one. undeliverable: mail to the address is refused or comes back.
             * @enum {string}
             */
            state: "queued" | "sent" | "expired" | "exhausted" | "unsent" | "undeliverable";
            /**
             * Format: date-time
             * @description Null unless a code can be typed now.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string | null;
            /** @example 5 */
            attempts_left: number;
            /**
             * Format: date-time
             * @description The next code can be asked for then.
             * @example 2026-01-31T12:00:00.000Z
             */
            resend_after: string;
        };
        /** @description While pending: how the newest code stands. */
        CodeStanding: {
            /**
             * @description unsent: no provider took it in time, ask for a new one. undeliverable: mail to the address is refused or comes back.
             * @enum {string}
             */
            state: "queued" | "sent" | "expired" | "exhausted" | "unsent" | "undeliverable";
            /**
             * Format: date-time
             * @description Null unless a code can be typed now.
             * @example 2026-01-31T12:00:00.000Z
             */
            expires_at: string | null;
            /** @example 5 */
            attempts_left: number;
            /**
             * Format: date-time
             * @description The next code can be asked for then.
             * @example 2026-01-31T12:00:00.000Z
             */
            resend_after: string;
        };
        Profile: {
            /**
             * @description Unique whatever its case. Null takes it away.
             * @example ada
             */
            username?: string | null;
            /** @enum {string} */
            locale?: "en" | "fr" | "de" | "es" | "ar";
        };
        PasswordChange: {
            /**
             * Format: password
             * @example correct horse battery
             */
            current_password: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            new_password: string;
        };
        EmailChangeRequested: {
            /** @enum {string} */
            state: "queued";
            /**
             * Format: date-time
             * @description The next code can be asked for then.
             */
            resend_after: string;
        };
        EmailChangeRequest: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /**
             * Format: password
             * @example correct horse battery
             */
            current_password: string;
        };
        EmailConfirmation: {
            /** @example 04201337 */
            code: string;
        };
        EmailChangeUndo: {
            /**
             * @description What follows `#token=` in the link of the mail.
             * @example Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE
             */
            token: string;
        };
        AccountDeletion: {
            /**
             * Format: password
             * @example correct horse battery
             */
            current_password: string;
        };
        LiveTicket: {
            /** @description For `GET /live`, once. */
            ticket: string;
            /** @description Seconds. */
            expires_in: number;
        };
        Root: {
            /** @description PRODUCT_NAME */
            name: string;
            /**
             * @description draining while the process shuts down; of its stores only readiness tells.
             * @enum {string}
             */
            status: "ok" | "draining";
            /** Format: uri */
            docs: string;
            /** Format: uri */
            openapi: string;
            /** Format: uri */
            health: string;
        };
        Live: {
            /** @enum {string} */
            status: "ok";
        };
        Ready: {
            /** @enum {string} */
            status: "ok" | "down" | "draining";
            checks: {
                /** @enum {string} */
                postgres: "ok" | "down";
                /**
                 * @description evicts while, in production, its maxmemory-policy is not noeviction.
                 * @enum {string}
                 */
                redis: "ok" | "down" | "evicts";
                /**
                 * @description off while it is more than 30 seconds from Postgres' clock.
                 * @enum {string}
                 */
                clock: "ok" | "off";
            };
        };
        LimitExplanation: {
            buckets: components["schemas"]["LimitBucket"][];
            /** @description At activation codes; passwordless ones have a budget of their own. */
            guess_budget: {
                /** @description Wrong guesses, those of the newest code included. */
                used: number;
                /** @description At none, codes have 8 digits. */
                left: number;
            } | null;
        };
        LimitBucket: {
            id: string;
            limit: string;
            /** @enum {string} */
            mode: "enforce" | "shadow" | "off";
            quota: string;
            used: number;
            left: number;
            /** Format: date-time */
            resets_at: string | null;
            /** @description Whether the next request would be refused by it. */
            refuses: boolean;
            /** @description It is not counted for them. */
            allowed_by_list: boolean;
        };
        ExplainLimits: {
            /**
             * @description IPv4 or IPv6
             * @example 198.51.100.7
             */
            ip: string;
            /**
             * Format: email
             * @example ada@example.com
             */
            email?: string;
            /** @enum {string} */
            route: "POST /users" | "POST /auth/activate" | "POST /auth/activation-codes" | "POST /sessions" | "POST /sessions/refresh" | "GET /sessions" | "DELETE /sessions/current" | "DELETE /sessions/{id}" | "DELETE /sessions" | "POST /oauth/token" | "POST /oauth/revoke" | "POST /oauth/introspect" | "POST /otp/send" | "POST /otp/verify" | "POST /proofs/verify" | "POST /password-resets" | "POST /password-resets/confirm" | "GET /users/me" | "PATCH /users/me" | "PUT /users/me/password" | "PUT /users/me/email" | "POST /users/me/email/confirm" | "POST /email-changes/undo" | "DELETE /users/me" | "POST /live/tickets" | "GET /live" | "GET /live/events" | "POST /register" | "GET /register" | "GET /activate" | "GET /activate/state" | "POST /activate" | "POST /activate/resend" | "GET /login" | "POST /login" | "POST /logout" | "POST /forgot" | "POST /reset" | "POST /undo-email-change" | "GET /welcome" | "GET /account" | "POST /account/profile" | "POST /account/password" | "POST /account/email" | "POST /account/email/confirm" | "POST /account/devices" | "POST /account/devices/others" | "POST /account/deletion" | "/admin/*" | "/ops/*";
        };
        ClearBucket: {
            /** @example too tight for a school behind one address */
            reason: string;
        };
        Limits: {
            limits: components["schemas"]["Limit"][];
        };
        Limit: {
            /** @example activate.ip */
            name: string;
            settings: components["schemas"]["LimitSettings"];
            default: components["schemas"]["LimitSettings"];
            /** @description 0 while nobody changed it; the number in its ETag. */
            version: number;
            /** @enum {string} */
            counts_by: "ip" | "address" | "ip+address" | "account" | "device" | "service";
            routes: string[];
            /** @description What the quota really lets through. */
            bound: string;
        };
        LimitSettings: {
            /** @example 5/15m */
            quota: string;
            /** @enum {string} */
            mode: "enforce" | "shadow" | "off";
            /** @enum {string} */
            when_redis_is_away: "deny" | "allow";
            allow: string[];
            candidate: string | null;
        };
        DryRun: {
            /** @enum {boolean} */
            dry_run: true;
            replay: components["schemas"]["Replay"];
        };
        Replay: {
            requests: number;
            decisions: number;
            /** Format: date-time */
            from: string | null;
            /** Format: date-time */
            to: string | null;
            before: {
                refused_requests: number;
                /** @description Refused addresses that were never activated. */
                refused_abusers: number;
                /** @description Refused addresses that were activated later. */
                refused_users: number;
                mails_saved: number;
                /** @description Probability that one address' code is guessed. */
                guess_bound: number;
            };
            after: {
                refused_requests: number;
                /** @description Refused addresses that were never activated. */
                refused_abusers: number;
                /** @description Refused addresses that were activated later. */
                refused_users: number;
                mails_saved: number;
                /** @description Probability that one address' code is guessed. */
                guess_bound: number;
            };
            policies: {
                policy: string;
                before: string;
                after: string;
                refused_before: number;
                refused_after: number;
            }[];
        };
        LimitChange: {
            /** @example 5/15m */
            quota: string;
            /** @enum {string} */
            mode?: "enforce" | "shadow" | "off";
            /** @enum {string} */
            when_redis_is_away?: "deny" | "allow";
            allow?: string[];
            /** @example 5/15m */
            candidate?: string | null;
            /** @example too tight for a school behind one address */
            reason: string;
        };
        LimitReset: {
            /** @example too tight for a school behind one address */
            reason: string;
        };
        LimitHistory: {
            changes: {
                version: number;
                limit: string;
                /** @description Null: back to the default. */
                settings: components["schemas"]["LimitSettings"] | null;
                previous: components["schemas"]["LimitSettings"] & unknown;
                by: string;
                reason: string;
                /** Format: date-time */
                at: string;
            }[];
        };
        OperatorEvents: {
            events: {
                /** @enum {string} */
                kind: "bucket_cleared" | "mail_redriven" | "mail_dropped" | "suppression_lifted" | "webhooks_redriven" | "webhooks_dropped";
                /** @description What it was done to: the id of a bucket, how many messages or events and which, or the pseudonym of an address. */
                subject: string;
                by: string;
                reason: string;
                /** Format: date-time */
                at: string;
            }[];
        };
        MailStanding: {
            queue: {
                length: number;
                /** @description How long the oldest has waited; 0 for none. */
                oldest_seconds: number;
                by_kind: {
                    activation_code?: number;
                    already_registered?: number;
                    password_reset?: number;
                    password_changed?: number;
                    email_change_code?: number;
                    email_taken?: number;
                    email_changed?: number;
                    account_deleted?: number;
                    otp_code?: number;
                };
            };
            /** @description In their order, as the instance that answers sees them. */
            providers: components["schemas"]["MailProvider"][];
            dead_letters: {
                undeliverable: number;
                expired: number;
            };
            suppressed_addresses: number;
        };
        MailProvider: {
            name: string;
            /**
             * @description closed: it is asked; paused: it wanted a pause; open: it failed so often that one mail at a time tries it.
             * @enum {string}
             */
            state: "closed" | "paused" | "open";
            /** @description 0 when it may be asked now. */
            retry_in_seconds: number;
            quota: string | null;
            /** @description Null since it last accepted. */
            problem: string | null;
            /** Format: date-time */
            last_accepted_at: string | null;
        };
        DeadLetters: {
            dead_letters: components["schemas"]["DeadLetter"][];
            /** @description Where the list goes on, for before. */
            next: string | null;
        };
        DeadLetter: components["schemas"]["MailMessage"] & {
            /** @enum {string} */
            state?: "undeliverable" | "expired";
            /** Format: date-time */
            settled_at?: string;
            /** @description Masked. */
            to: string;
        };
        MailMessage: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "activation_code" | "already_registered" | "password_reset" | "password_changed" | "email_change_code" | "email_taken" | "email_changed" | "account_deleted" | "otp_code";
            /** @enum {string} */
            state: "queued" | "sent" | "bounced" | "complained" | "undeliverable" | "expired" | "suppressed" | "dropped" | "superseded";
            /** @description How often a provider was asked. */
            attempts: number;
            /** @description Who was asked last. */
            provider: string | null;
            last_error: string | null;
            /** Format: date-time */
            queued_at: string;
            /** Format: date-time */
            settled_at: string | null;
        };
        MailRedriven: {
            queued: number;
            left: {
                /** @description Their account is active, or asked for a newer code, or the code's time is over; they stay dead letters. */
                superseded: number;
                not_dead: number;
                unknown: number;
            };
            /** @description How many are left of all_since; one call takes 1000, the oldest. */
            more: number;
        };
        DeadLetterSelection: {
            /** @description These. Either this or all_since. */
            ids?: string[];
            /**
             * Format: date-time
             * @description All that ended at that time or later.
             */
            all_since?: string;
            /** @example too tight for a school behind one address */
            reason: string;
            /**
             * @description Of those, only these.
             * @enum {string}
             */
            state?: "undeliverable" | "expired";
        };
        MailDropped: {
            dropped: number;
            left: {
                not_dead: number;
                unknown: number;
            };
            /** @description How many are left of all_since; one call takes 1000, the oldest. */
            more: number;
        };
        MailLookedUp: {
            messages: components["schemas"]["MailMessage"][];
            suppression: {
                /** @enum {string} */
                reason: "bounced" | "complained";
                provider: string;
                /** Format: date-time */
                since: string;
            } | null;
        };
        MailLookUp: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
        };
        LiftSuppression: {
            /**
             * Format: email
             * @example ada@example.com
             */
            email: string;
            /** @example too tight for a school behind one address */
            reason: string;
        };
        WebhookStanding: {
            queue: {
                length: number;
                /** @description How long the oldest has waited; 0 for none. */
                oldest_seconds: number;
            };
            /** @description Given up after three days, or refused by 410. */
            dead: number;
            /** @description As the instance that answers sees it; null without WEBHOOK_URL. */
            endpoint: {
                /**
                 * @description closed: it is asked; paused: it wanted a pause; open: it failed so often that one event at a time tries it.
                 * @enum {string}
                 */
                state: "closed" | "paused" | "open";
                /** @description 0 when it may be asked now. */
                retry_in_seconds: number;
                /** @description Null since it last took an event. */
                problem: string | null;
                /** Format: date-time */
                last_delivered_at: string | null;
            } | null;
        };
        WebhookEvents: {
            events: components["schemas"]["WebhookEvent"][];
            /** @description Where the list goes on, for before. */
            next: string | null;
        };
        WebhookEvent: {
            /**
             * Format: uuid
             * @description Its webhook-id.
             */
            id: string;
            /** @enum {string} */
            type: "user.registered" | "user.activated" | "user.updated" | "user.deleted" | "session.revoked" | "limit.tripped";
            /** @enum {string} */
            state: "queued" | "delivered" | "dead" | "dropped";
            /** @description Since it was queued, or queued again. */
            attempts: number;
            last_error: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            settled_at: string | null;
        };
        WebhooksRedriven: {
            queued: number;
            left: {
                /** @description Of another state or type; somebody was first, perhaps. */
                other: number;
                unknown: number;
            };
            /** @description How many are left of all_since; one call takes 1000, the oldest. */
            more: number;
        };
        WebhookRedrive: {
            /** @description These. Either this or all_since. */
            ids?: string[];
            /**
             * Format: date-time
             * @description All that were made at that time or later.
             */
            all_since?: string;
            /** @example too tight for a school behind one address */
            reason: string;
            /**
             * @description Of those, only these.
             * @enum {string}
             */
            type?: "user.registered" | "user.activated" | "user.updated" | "user.deleted" | "session.revoked" | "limit.tripped";
            /**
             * @description Of those, only these.
             * @default dead
             * @enum {string}
             */
            state?: "dead" | "delivered";
        };
        WebhooksDropped: {
            dropped: number;
            left: {
                /** @description Of another state or type; somebody was first, perhaps. */
                other: number;
                unknown: number;
            };
            /** @description How many are left of all_since; one call takes 1000, the oldest. */
            more: number;
        };
        WebhookDrop: {
            /** @description These. Either this or all_since. */
            ids?: string[];
            /**
             * Format: date-time
             * @description All that were made at that time or later.
             */
            all_since?: string;
            /** @example too tight for a school behind one address */
            reason: string;
            /**
             * @description Of those, only these.
             * @enum {string}
             */
            type?: "user.registered" | "user.activated" | "user.updated" | "user.deleted" | "session.revoked" | "limit.tripped";
            /**
             * @description Of those, only these.
             * @default dead
             * @enum {string}
             */
            state?: "dead" | "queued";
        };
        GuessBound: {
            /** @description That one address' 4-digit code is ever guessed, by somebody with its password. */
            address: {
                probability: number;
                one_in: number;
            };
            /** @description The same for its 8-digit codes after that, a day of trying. */
            address_long: {
                probability_per_day: number;
            };
            /** @description Accounts hit on average by a day of guesses over all addresses, as many as leave the breaker closed. */
            spray: {
                hits_per_day: number;
            };
            /** @description For these a stranger needs no password. */
            otp: {
                /** @description That a passwordless code of one address is guessed in a day of trying. */
                probability_per_day: number;
                /** @description The same of a million guesses at the longer codes after that. */
                long_probability_per_million: number;
                /** @description Accounts hit on average by a million guesses over all addresses. */
                hits_per_million: number;
                digits: number;
                long_digits: number;
                /** @description Wrong guesses compared for one address in 24 hours. */
                budget: number;
                /** @description Codes that each is compared with at most. */
                live_codes: number;
            };
            /** @description MAX_GUESS_PROBABILITY */
            max: number;
            settings: {
                digits: number;
                long_digits: number;
                budget: number;
                tries_per_code: number;
                codes_per_day: number | null;
                breaker_per_day: number;
            };
        };
        Breaker: {
            /** @description While it is, every new code has 8 digits. */
            open: boolean;
            /** Format: date-time */
            open_until: string | null;
            wrong_codes: {
                day: number;
                hour: number;
            };
            threshold: {
                day: number;
                hour: number;
            };
            openings: {
                /** Format: date-time */
                opened_at: string;
                /** Format: date-time */
                open_until: string;
                wrong_codes: number;
                threshold: number;
            }[];
        };
        Traffic: {
            step_seconds: number;
            /** Format: date-time */
            from: string;
            series: {
                limit: string;
                allowed: number[];
                refused: number[];
                would_refuse: number[];
                candidate_refused: number[];
            }[];
        };
        Simulation: {
            set: {
                [key: string]: string;
            };
        };
        AdminUsers: {
            users: components["schemas"]["AdminUser"][];
            /** @description For cursor, with the same filters; null at the end. */
            next: string | null;
        };
        AdminUser: {
            /** Format: uuid */
            id: string;
            email: string;
            username: string | null;
            /** @enum {string} */
            status: "pending" | "active" | "disabled";
            /** @enum {string} */
            role: "user" | "admin";
            /** @enum {string} */
            locale: "en" | "fr" | "de" | "es" | "ar";
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            activated_at: string | null;
        };
        AdminUserDetails: components["schemas"]["AdminUser"] & {
            /** @description Those that live, the one used last first. */
            sessions: {
                /** Format: uuid */
                id: string;
                device: string;
                ip: string;
                /** @description The OAuth client it is of. */
                client_id: string | null;
                /** Format: date-time */
                created_at: string;
                /** Format: date-time */
                last_used_at: string;
            }[];
            mail: {
                /**
                 * @description What became of the newest.
                 * @enum {string|null}
                 */
                newest: "queued" | "sent" | "bounced" | "complained" | "undeliverable" | "expired" | "suppressed" | "dropped" | "superseded" | null;
                /** @description Nothing is sent: mail came back. */
                is_suppressed: boolean;
            };
            /** @description Limits that are spent; unlock clears them. Null while Redis is away. */
            sign_in_locks: {
                limit: string;
                /** Format: date-time */
                until: string;
            }[] | null;
            /** @description Where its entries of the audit trail are. */
            audit: string;
        };
        UserChange: {
            disabled?: boolean;
            /** @enum {string} */
            role?: "user" | "admin";
        };
        UserDeletion: {
            /**
             * @description Kept in the audit trail: name nobody.
             * @example too tight for a school behind one address
             */
            reason?: string;
        };
        AuditTrail: {
            entries: components["schemas"]["AuditEntry"][];
            /** @description For cursor, with the same filters; null at the end. */
            next: string | null;
        };
        AuditEntry: {
            id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            action: "user.registered" | "user.activated" | "activation.refused" | "session.created" | "session.refused" | "session.ended" | "session.reuse_detected" | "password.reset_requested" | "password.reset" | "password.changed" | "password.check_refused" | "email.change_requested" | "email.changed" | "email.change_undone" | "profile.changed" | "user.deleted" | "admin.role_changed" | "admin.user_disabled" | "admin.user_enabled" | "admin.user_unlocked" | "admin.user_deleted";
            actor: {
                /** @enum {string} */
                kind: "user" | "admin" | "operator" | "system" | "anonymous";
                name: string | null;
            };
            /** Format: uuid */
            account_id: string | null;
            /** @description Stands for the address it is about, which the trail does not know. */
            address_pseudonym: string | null;
            ip: string | null;
            /** @description Names the request in the log. */
            request_id: string | null;
            details: {
                [key: string]: unknown;
            };
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    registerUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Repeats with the same key and body within 24 hours have one effect. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description The code is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "status": "pending"
                     *     }
                     */
                    "application/json": components["schemas"]["Registered"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_in_flight`: The same request is still being worked on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. `password_refused`: The password is too easy to guess. `idempotency_conflict`: The Idempotency-Key was used for another request. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much work at the moment. `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activateUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "0420"
                 *     }
                 */
                "application/json": components["schemas"]["Activation"];
            };
        };
        responses: {
            /** @description The account is active. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "active"
                     *     }
                     */
                    "application/json": components["schemas"]["Activated"];
                };
            };
            /** @description `code_incorrect`: The code is wrong. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account_disabled`: The account is disabled. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_active`: The account is active already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `code_expired`: There is no live code. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `code_exhausted`: Too many wrong codes. `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much work at the moment. `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestActivationCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The code is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "queued",
                     *       "resend_after": "2026-01-31T12:00:30.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CodeRequested"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account_disabled`: The account is disabled. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `already_active`: The account is active already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `resend_too_soon`: A new code was asked for too soon. `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much work at the moment. `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "sessions": [
                     *         {
                     *           "id": "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "device": "Safari on iOS",
                     *           "ip": "198.51.100.7",
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "last_used_at": "2026-01-31T12:25:00.000Z",
                     *           "current": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Sessions"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["SignIn"];
            };
        };
        responses: {
            /** @description The session. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 300,
                     *       "refresh_token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
                     *       "refresh_expires_in": 2592000,
                     *       "device_token": "20484.0d9a6b3f-9d2c-4c55-8a4b-7b0c1d9e3f2b.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF"
                     *     }
                     */
                    "application/json": components["schemas"]["SignedIn"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_active`: The account is not active yet. `account_disabled`: The account is disabled. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much work at the moment. `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOtherSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They are signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE"
                 *     }
                 */
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description The session, renewed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 300,
                     *       "refresh_token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
                     *       "refresh_expires_in": 2592000
                     *     }
                     */
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_refresh_token`: The refresh token is not, or no longer, good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "grant_type": "refresh_token",
                 *       "refresh_token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE"
                 *     }
                 */
                "application/x-www-form-urlencoded": {
                    /** @enum {string} */
                    grant_type: "refresh_token" | "password";
                    refresh_token?: string;
                    /** @description The e-mail address, for the password grant. */
                    username?: string;
                    password?: string;
                    /** @description Of a client that sends no Authorization header. */
                    client_id?: string;
                    client_secret?: string;
                };
            };
        };
        responses: {
            /** @description The tokens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 300,
                     *       "refresh_token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE"
                     *     }
                     */
                    "application/json": components["schemas"]["Token"];
                };
            };
            /** @description `invalid_request`: The request is not well-formed. `invalid_grant`: The grant is not, or no longer, good for this client. `unsupported_grant_type`: This grant is not offered. `invalid_scope`: There are no scopes. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_client`: The client is unknown, or its secret is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporarily_unavailable`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporarily_unavailable`: A part of the service is away, or there is too much work. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE"
                 *     }
                 */
                "application/x-www-form-urlencoded": {
                    /** @description An access token or a refresh token. */
                    token: string;
                    /** @description Not needed: each is known by itself. */
                    token_type_hint?: string;
                    /** @description Of a client that sends no Authorization header. */
                    client_id?: string;
                    client_secret?: string;
                };
            };
        };
        responses: {
            /** @description It is of no use, or never was of any. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `invalid_request`: The request is not well-formed. `invalid_grant`: The grant is not, or no longer, good for this client. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_client`: The client is unknown, or its secret is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporarily_unavailable`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporarily_unavailable`: A part of the service is away, or there is too much work. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    introspectToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "eyJhbGciOiJFZERTQSIsInR5cCI6ImF0K2p3dCJ9.e30.c2lnbmF0dXJl"
                 *     }
                 */
                "application/x-www-form-urlencoded": {
                    /** @description An access token or a refresh token. */
                    token: string;
                    /** @description Not needed: each is known by itself. */
                    token_type_hint?: string;
                    /** @description Of a client that sends no Authorization header. */
                    client_id?: string;
                    client_secret?: string;
                };
            };
        };
        responses: {
            /** @description How it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "sub": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "sid": "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "client_id": "dashboard",
                     *       "iss": "https://latchkey.example",
                     *       "aud": "https://latchkey.example",
                     *       "token_type": "Bearer",
                     *       "jti": "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
                     *       "iat": 1769860800,
                     *       "exp": 1769861100
                     *     }
                     */
                    "application/json": components["schemas"]["Introspection"];
                };
            };
            /** @description `invalid_request`: The request is not well-formed. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_client`: The client is unknown, or its secret is wrong. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporarily_unavailable`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `temporarily_unavailable`: A part of the service is away, or there is too much work. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    getKeySet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The keys. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                     *           "alg": "EdDSA",
                     *           "use": "sig"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeySet"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://latchkey.example",
                     *       "token_endpoint": "https://latchkey.example/oauth/token",
                     *       "jwks_uri": "https://latchkey.example/.well-known/jwks.json",
                     *       "revocation_endpoint": "https://latchkey.example/oauth/revoke",
                     *       "introspection_endpoint": "https://latchkey.example/oauth/introspect",
                     *       "introspection_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "grant_types_supported": [
                     *         "refresh_token"
                     *       ],
                     *       "response_types_supported": [],
                     *       "token_endpoint_auth_methods_supported": [
                     *         "none",
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "revocation_endpoint_auth_methods_supported": [
                     *         "none",
                     *         "client_secret_basic",
                     *         "client_secret_post"
                     *       ],
                     *       "service_documentation": "https://latchkey.example/docs"
                     *     }
                     */
                    "application/json": components["schemas"]["ServerMetadata"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendOtp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "purpose": "sign-in",
                 *       "nonce": "n-0S6_WzA2Mj"
                 *     }
                 */
                "application/json": components["schemas"]["OtpRequest"];
            };
        };
        responses: {
            /** @description The code is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "rM8yZ0n1cWb8mEo2pYkq7TtQ0w",
                     *       "expires_at": "2026-01-31T12:10:00.000Z",
                     *       "resend_after": "2026-01-31T12:00:30.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OtpRequested"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyOtp: {
        parameters: {
            query?: {
                /** @description Opens a session as well, where an active account has the address. */
                session?: "true" | "false";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "id": "rM8yZ0n1cWb8mEo2pYkq7TtQ0w",
                 *       "code": "04201337"
                 *     }
                 */
                "application/json": components["schemas"]["OtpCheck"];
            };
        };
        responses: {
            /** @description The address is proved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OtpChecked"];
                };
            };
            /** @description `code_incorrect`: The code is wrong. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account_disabled`: The account is disabled. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `code_expired`: There is no live code. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `code_exhausted`: Too many wrong codes. `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyProof: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "proof": "eyJhbGciOiJFZERTQSIsInR5cCI6ImlkZW50aXR5LXByb29mK2p3dCJ9.e30.c2lnbmF0dXJl",
                 *       "audience": "shop",
                 *       "nonce": "n-0S6_WzA2Mj",
                 *       "single_use": true
                 *     }
                 */
                "application/json": components["schemas"]["ProofCheck"];
            };
        };
        responses: {
            /** @description The proof is good, and says this. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "iss": "https://id.shop.example",
                     *       "aud": "shop",
                     *       "sub": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "email": "ada@example.com",
                     *       "email_verified": true,
                     *       "purpose": "sign-in",
                     *       "nonce": "n-0S6_WzA2Mj",
                     *       "jti": "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
                     *       "iat": 1769860800,
                     *       "exp": 1769861100
                     *     }
                     */
                    "application/json": components["schemas"]["IdentityClaims"];
                };
            };
            /** @description `invalid_proof`: The proof is not, or no longer, good. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `proof_used`: The proof was used before. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description If somebody active has the address, a mail is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "queued"
                     *     }
                     */
                    "application/json": components["schemas"]["ResetRequested"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE",
                 *       "password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["ResetConfirmation"];
            };
        };
        responses: {
            /** @description The password is the new one. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `link_expired`: The link was used, or is too old. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. `password_refused`: The password is too easy to guess. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much work at the moment. `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOwnUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "email": "ada@example.com",
                     *       "username": "ada",
                     *       "status": "pending",
                     *       "role": "user",
                     *       "locale": "en",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "activated_at": null,
                     *       "email_state": "ok",
                     *       "email_change": null,
                     *       "code": {
                     *         "state": "sent",
                     *         "expires_at": "2026-01-31T12:01:01.000Z",
                     *         "attempts_left": 5,
                     *         "resend_after": "2026-01-31T12:00:30.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account_disabled`: The account is disabled. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `overloaded`: Too much work at the moment. `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOwnUser: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["AccountDeletion"];
            };
        };
        responses: {
            /** @description There is no such account any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `password_incorrect`: The current password is wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `last_admin`: There must be another administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. `overloaded`: Too much work at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnProfile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "username": "ada"
                 *     }
                 */
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "email": "ada@example.com",
                     *       "username": "ada",
                     *       "status": "active",
                     *       "role": "user",
                     *       "locale": "en",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "activated_at": "2026-01-31T12:00:41.000Z",
                     *       "email_state": "ok",
                     *       "email_change": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `username_taken`: Somebody else has this username. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "current_password": "correct horse battery",
                 *       "new_password": "wrong zebra accumulator"
                 *     }
                 */
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description It is the password from now on. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `password_incorrect`: The current password is wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. `password_refused`: The password is too easy to guess. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. `overloaded`: Too much work at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@new.example",
                 *       "current_password": "correct horse battery"
                 *     }
                 */
                "application/json": components["schemas"]["EmailChangeRequest"];
            };
        };
        responses: {
            /** @description The code is on its way. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "state": "queued",
                     *       "resend_after": "2026-01-31T12:00:30.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["EmailChangeRequested"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `password_incorrect`: The current password is wrong. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. `resend_too_soon`: A new code was asked for too soon. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. `overloaded`: Too much work at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "04201337"
                 *     }
                 */
                "application/json": components["schemas"]["EmailConfirmation"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "email": "ada@new.example",
                     *       "username": "ada",
                     *       "status": "active",
                     *       "role": "user",
                     *       "locale": "en",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "activated_at": "2026-01-31T12:00:41.000Z",
                     *       "email_state": "ok",
                     *       "email_change": null
                     *     }
                     */
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description `code_incorrect`: The code is wrong. `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `email_taken`: Another account has this address now. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `code_expired`: There is no live code. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. `code_exhausted`: Too many wrong codes. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    undoEmailChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "token": "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZSAhISE"
                 *     }
                 */
                "application/json": components["schemas"]["EmailChangeUndo"];
            };
        };
        responses: {
            /** @description The account has its former address. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `email_taken`: Another account has this address now. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `link_expired`: The link was used, or is too old. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createLiveTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": "MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI",
                     *       "expires_in": 30
                     *     }
                     */
                    "application/json": components["schemas"]["LiveTicket"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signed_out`: Nobody is signed in on this browser. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openLive: {
        parameters: {
            query?: {
                /** @description Of `POST /live/tickets`. */
                ticket?: string;
                /** @description The id of the last notice that is known: what came after it is sent first, as far as it is kept. 0 asks for all that is. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is a WebSocket from here on. */
            101: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_ticket`: The ticket is not, or no longer, good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `upgrade_required`: This address is for WebSockets. */
            426: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_connections`: There are too many live connections. `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openLiveEvents: {
        parameters: {
            query?: {
                /** @description The id of the last notice that is known: what came after it is sent first, as far as it is kept. 0 asks for all that is. */
                after?: string;
            };
            header?: {
                /** @description What browsers send when they come back. */
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What happens, while it happens. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example event: hello
                     *     data: {"type":"hello","latest":"1769860800000-0","complete":true}
                     *
                     *     event: notice
                     *     id: 1769860800000-0
                     *     data: {"type":"notice","id":"1769860800000-0","event":"activated","email":"a***@e***.com","at":"2026-01-31T12:00:00.000Z"}
                     *
                     *     event: bye
                     *     data: {"reason":"restarting"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `signed_out`: Nobody is signed in on this browser. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_connections`: There are too many live connections. `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportMailFeedback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As in EMAIL_PROVIDERS. */
                provider: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "bounced",
                 *       "data": {
                 *         "message_id": "0b8e9f7a-54a6-4c0e-8f39-1b7c5f0d2e11"
                 *       }
                 *     }
                 */
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description It is written down. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_signature`: The request is not signed as agreed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It answers. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Latchkey",
                     *       "status": "ok",
                     *       "docs": "https://id.example.com/docs",
                     *       "openapi": "https://id.example.com/openapi.json",
                     *       "health": "https://id.example.com/health/ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Root"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
                    "application/json": components["schemas"]["Live"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All parts answer. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "checks": {
                     *         "postgres": "ok",
                     *         "redis": "ok",
                     *         "clock": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A part is down, Redis evicts, the clock is wrong, or the process is shutting down. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "down",
                     *       "checks": {
                     *         "postgres": "down",
                     *         "redis": "ok",
                     *         "clock": "ok"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Ready"];
                };
            };
        };
    };
    explainLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ip": "198.51.100.7",
                 *       "email": "ada@example.com",
                 *       "route": "POST /auth/activate"
                 *     }
                 */
                "application/json": components["schemas"]["ExplainLimits"];
            };
        };
        responses: {
            /** @description The buckets, in the order of the route; without an e-mail address, only those that count by network. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "buckets": [
                     *         {
                     *           "id": "activate.ip:kHyL3qmm0bqI4ZbmcCE1mfi5Vb0dKpJw1xJ3M0Yb1Tk",
                     *           "limit": "activate.ip",
                     *           "mode": "enforce",
                     *           "quota": "30/1m",
                     *           "used": 30,
                     *           "left": 0,
                     *           "resets_at": "2026-01-31T12:00:41.000Z",
                     *           "refuses": true,
                     *           "allowed_by_list": false
                     *         }
                     *       ],
                     *       "guess_budget": {
                     *         "used": 5,
                     *         "left": 5
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["LimitExplanation"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    clearLimitBucket: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "a support ticket"
                 *     }
                 */
                "application/json": components["schemas"]["ClearBucket"];
            };
        };
        responses: {
            /** @description It counts from zero. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "limits": [
                     *         {
                     *           "name": "activate.ip",
                     *           "settings": {
                     *             "quota": "30/1m",
                     *             "mode": "enforce",
                     *             "when_redis_is_away": "deny",
                     *             "allow": [],
                     *             "candidate": null
                     *           },
                     *           "default": {
                     *             "quota": "30/1m",
                     *             "mode": "enforce",
                     *             "when_redis_is_away": "deny",
                     *             "allow": [],
                     *             "candidate": null
                     *           },
                     *           "version": 0,
                     *           "counts_by": "ip",
                     *           "routes": [
                     *             "POST /auth/activate"
                     *           ],
                     *           "bound": "never more than 30 in any 1m; a slot is free again at most 3 s late"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLimit: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limit. */
            200: {
                headers: {
                    /**
                     * @description The version, for If-Match.
                     * @example "7"
                     */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "activate.ip",
                     *       "settings": {
                     *         "quota": "30/1m",
                     *         "mode": "enforce",
                     *         "when_redis_is_away": "deny",
                     *         "allow": [],
                     *         "candidate": null
                     *       },
                     *       "default": {
                     *         "quota": "30/1m",
                     *         "mode": "enforce",
                     *         "when_redis_is_away": "deny",
                     *         "allow": [],
                     *         "candidate": null
                     *       },
                     *       "version": 0,
                     *       "counts_by": "ip",
                     *       "routes": [
                     *         "POST /auth/activate"
                     *       ],
                     *       "bound": "never more than 30 in any 1m; a slot is free again at most 3 s late"
                     *     }
                     */
                    "application/json": components["schemas"]["Limit"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeLimit: {
        parameters: {
            query?: {
                dry_run?: "true" | "false";
            };
            header?: {
                /** @description The ETag of the version to change. */
                "if-match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "quota": "20/1m",
                 *       "mode": "enforce",
                 *       "reason": "a spray from one network"
                 *     }
                 */
                "application/json": components["schemas"]["LimitChange"];
            };
        };
        responses: {
            /** @description The limit as it is now, or what a dry run would have done. */
            200: {
                headers: {
                    /**
                     * @description The version, for If-Match.
                     * @example "7"
                     */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limit"] | components["schemas"]["DryRun"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: Somebody else made a change before. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. `guess_bound_exceeded`: The change would make codes too easy to guess. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: The request must say which version it changes. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetLimit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version to change. */
                "if-match"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the spray is over"
                 *     }
                 */
                "application/json": components["schemas"]["LimitReset"];
            };
        };
        responses: {
            /** @description The limit. */
            200: {
                headers: {
                    /**
                     * @description The version, for If-Match.
                     * @example "7"
                     */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "activate.ip",
                     *       "settings": {
                     *         "quota": "30/1m",
                     *         "mode": "enforce",
                     *         "when_redis_is_away": "deny",
                     *         "allow": [],
                     *         "candidate": null
                     *       },
                     *       "default": {
                     *         "quota": "30/1m",
                     *         "mode": "enforce",
                     *         "when_redis_is_away": "deny",
                     *         "allow": [],
                     *         "candidate": null
                     *       },
                     *       "version": 0,
                     *       "counts_by": "ip",
                     *       "routes": [
                     *         "POST /auth/activate"
                     *       ],
                     *       "bound": "never more than 30 in any 1m; a slot is free again at most 3 s late"
                     *     }
                     */
                    "application/json": components["schemas"]["Limit"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_failed`: Somebody else made a change before. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. `guess_bound_exceeded`: The change would make codes too easy to guess. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `precondition_required`: The request must say which version it changes. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLimitChanges: {
        parameters: {
            query?: {
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The changes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "changes": [
                     *         {
                     *           "version": 7,
                     *           "limit": "activate.ip",
                     *           "settings": {
                     *             "quota": "20/1m",
                     *             "mode": "enforce",
                     *             "when_redis_is_away": "deny",
                     *             "allow": [],
                     *             "candidate": null
                     *           },
                     *           "previous": {
                     *             "quota": "30/1m",
                     *             "mode": "enforce",
                     *             "when_redis_is_away": "deny",
                     *             "allow": [],
                     *             "candidate": null
                     *           },
                     *           "by": "ops",
                     *           "reason": "a spray from one network",
                     *           "at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["LimitHistory"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperatorEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "kind": "bucket_cleared",
                     *           "subject": "activate.ip:kHyL3qmm0bqI4ZbmcCE1mfi5Vb0dKpJw1xJ3M0Yb1Tk",
                     *           "by": "ops",
                     *           "reason": "a support ticket",
                     *           "at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperatorEvents"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMailStanding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How mail stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queue": {
                     *         "length": 3,
                     *         "oldest_seconds": 12,
                     *         "by_kind": {
                     *           "activation_code": 2,
                     *           "already_registered": 0,
                     *           "password_reset": 1,
                     *           "password_changed": 0,
                     *           "email_change_code": 0,
                     *           "email_taken": 0,
                     *           "email_changed": 0,
                     *           "account_deleted": 0,
                     *           "otp_code": 0
                     *         }
                     *       },
                     *       "providers": [
                     *         {
                     *           "name": "resend",
                     *           "state": "open",
                     *           "retry_in_seconds": 4,
                     *           "quota": "10000/1d",
                     *           "problem": "answered 503",
                     *           "last_accepted_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "dead_letters": {
                     *         "undeliverable": 1,
                     *         "expired": 4
                     *       },
                     *       "suppressed_addresses": 7
                     *     }
                     */
                    "application/json": components["schemas"]["MailStanding"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                state?: "undeliverable" | "expired";
                limit?: number;
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The dead letters; before=next goes on from here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dead_letters": [
                     *         {
                     *           "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "kind": "activation_code",
                     *           "state": "expired",
                     *           "attempts": 9,
                     *           "provider": "resend",
                     *           "last_error": "resend: answered 503",
                     *           "queued_at": "2026-01-31T12:00:00.000Z",
                     *           "settled_at": "2026-01-31T12:10:01.000Z",
                     *           "to": "a***@example.com"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["DeadLetters"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redriveMail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21"
                 *       ],
                 *       "reason": "the provider is back"
                 *     }
                 */
                "application/json": components["schemas"]["DeadLetterSelection"];
            };
        };
        responses: {
            /** @description How many were queued. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queued": 1,
                     *       "left": {
                     *         "superseded": 0,
                     *         "not_dead": 0,
                     *         "unknown": 0
                     *       },
                     *       "more": 0
                     *     }
                     */
                    "application/json": components["schemas"]["MailRedriven"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropMail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "all_since": "2026-01-31T12:00:00.000Z",
                 *       "state": "expired",
                 *       "reason": "they are of no use any more"
                 *     }
                 */
                "application/json": components["schemas"]["DeadLetterSelection"];
            };
        };
        responses: {
            /** @description How many were dropped. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dropped": 4,
                     *       "left": {
                     *         "not_dead": 0,
                     *         "unknown": 0
                     *       },
                     *       "more": 0
                     *     }
                     */
                    "application/json": components["schemas"]["MailDropped"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpMail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["MailLookUp"];
            };
        };
        responses: {
            /** @description Nothing for an address that nobody has. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "messages": [
                     *         {
                     *           "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "kind": "activation_code",
                     *           "state": "expired",
                     *           "attempts": 9,
                     *           "provider": "resend",
                     *           "last_error": "resend: answered 503",
                     *           "queued_at": "2026-01-31T12:00:00.000Z",
                     *           "settled_at": "2026-01-31T12:10:01.000Z"
                     *         }
                     *       ],
                     *       "suppression": {
                     *         "reason": "bounced",
                     *         "provider": "resend",
                     *         "since": "2026-01-31T12:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["MailLookedUp"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "ada@example.com",
                 *       "reason": "a support ticket"
                 *     }
                 */
                "application/json": components["schemas"]["LiftSuppression"];
            };
        };
        responses: {
            /** @description It may be written to. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookStanding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How events stand. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queue": {
                     *         "length": 3,
                     *         "oldest_seconds": 12
                     *       },
                     *       "dead": 1,
                     *       "endpoint": {
                     *         "state": "open",
                     *         "retry_in_seconds": 4,
                     *         "problem": "answered 503",
                     *         "last_delivered_at": "2026-01-31T12:00:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookStanding"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookEvents: {
        parameters: {
            query?: {
                state?: "queued" | "delivered" | "dead" | "dropped";
                type?: "user.registered" | "user.activated" | "user.updated" | "user.deleted" | "session.revoked" | "limit.tripped";
                limit?: number;
                before?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events; before=next goes on from here. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "events": [
                     *         {
                     *           "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "type": "user.activated",
                     *           "state": "dead",
                     *           "attempts": 27,
                     *           "last_error": "answered 503",
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "settled_at": "2026-02-03T12:00:01.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookEvents"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redriveWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "ids": [
                 *         "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21"
                 *       ],
                 *       "reason": "the product is back"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookRedrive"];
            };
        };
        responses: {
            /** @description How many were queued. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "queued": 1,
                     *       "left": {
                     *         "other": 0,
                     *         "unknown": 0
                     *       },
                     *       "more": 0
                     *     }
                     */
                    "application/json": components["schemas"]["WebhooksRedriven"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "all_since": "2026-01-31T12:00:00.000Z",
                 *       "state": "queued",
                 *       "type": "limit.tripped",
                 *       "reason": "they are of no use any more"
                 *     }
                 */
                "application/json": components["schemas"]["WebhookDrop"];
            };
        };
        responses: {
            /** @description How many were dropped. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "dropped": 4,
                     *       "left": {
                     *         "other": 0,
                     *         "unknown": 0
                     *       },
                     *       "more": 0
                     *     }
                     */
                    "application/json": components["schemas"]["WebhooksDropped"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGuessBound: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The bound. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "address": {
                     *         "probability": 0.00099975,
                     *         "one_in": 1000.25
                     *       },
                     *       "address_long": {
                     *         "probability_per_day": 5e-7
                     *       },
                     *       "spray": {
                     *         "hits_per_day": 0.01
                     *       },
                     *       "otp": {
                     *         "probability_per_day": 5e-7,
                     *         "long_probability_per_million": 0.000005,
                     *         "hits_per_million": 0.05,
                     *         "digits": 8,
                     *         "long_digits": 12,
                     *         "budget": 10,
                     *         "live_codes": 5
                     *       },
                     *       "max": 0.001,
                     *       "settings": {
                     *         "digits": 4,
                     *         "long_digits": 8,
                     *         "budget": 10,
                     *         "tries_per_code": 5,
                     *         "codes_per_day": 10,
                     *         "breaker_per_day": 100
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["GuessBound"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBreaker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The breaker. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "open": false,
                     *       "open_until": null,
                     *       "wrong_codes": {
                     *         "day": 12,
                     *         "hour": 1
                     *       },
                     *       "threshold": {
                     *         "day": 100,
                     *         "hour": 4.2
                     *       },
                     *       "openings": []
                     *     }
                     */
                    "application/json": components["schemas"]["Breaker"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getTraffic: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One number a step, the oldest first; the last one still grows. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "step_seconds": 10,
                     *       "from": "2026-01-31T11:45:00.000Z",
                     *       "series": [
                     *         {
                     *           "limit": "activate.ip",
                     *           "allowed": [
                     *             3,
                     *             4
                     *           ],
                     *           "refused": [
                     *             0,
                     *             1
                     *           ],
                     *           "would_refuse": [
                     *             0,
                     *             0
                     *           ],
                     *           "candidate_refused": [
                     *             0,
                     *             2
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Traffic"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportJournal: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One settings line, then a line a decision, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {"type":"settings","at":"2026-01-31T12:00:00.000Z","policies":{"activate.ip":{"quota":"30/1m","mode":"enforce"}},"guess":{"digits":4,"longDigits":8,"budget":10,"triesPerCode":5,"breakerPerDay":100}}
                     *     {"type":"decision","time":1769860800000,"request":"r1","route":"POST /auth/activate","policy":"activate.ip","key":"…","cost":1,"decision":"allowed","subject":"…","sends_mail":false,"outcome":"activated"}
                     */
                    "application/x-ndjson": string;
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "set": {
                 *         "activate.ip": "10/1m"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Simulation"];
            };
        };
        responses: {
            /** @description The traffic under the limits in force, and with the change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "requests": 1200,
                     *       "decisions": 4100,
                     *       "from": "2026-01-31T00:00:00.000Z",
                     *       "to": "2026-01-31T12:00:00.000Z",
                     *       "before": {
                     *         "refused_requests": 12,
                     *         "refused_abusers": 3,
                     *         "refused_users": 0,
                     *         "mails_saved": 4,
                     *         "guess_bound": 0.00099975
                     *       },
                     *       "after": {
                     *         "refused_requests": 40,
                     *         "refused_abusers": 3,
                     *         "refused_users": 1,
                     *         "mails_saved": 4,
                     *         "guess_bound": 0.00099975
                     *       },
                     *       "policies": [
                     *         {
                     *           "policy": "activate.ip",
                     *           "before": "30/1m",
                     *           "after": "10/1m",
                     *           "refused_before": 12,
                     *           "refused_after": 40
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Replay"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_credentials`: E-mail or password is wrong. `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                status?: "pending" | "active" | "disabled";
                /** @description How an address or a username begins, a whole id, or @ and a domain. */
                search?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "users": [
                     *         {
                     *           "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "email": "ada@example.com",
                     *           "username": "Ada",
                     *           "status": "active",
                     *           "role": "user",
                     *           "locale": "en",
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "activated_at": "2026-01-31T12:00:41.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUsers"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "email": "ada@example.com",
                     *       "username": "Ada",
                     *       "status": "active",
                     *       "role": "user",
                     *       "locale": "en",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "activated_at": "2026-01-31T12:00:41.000Z",
                     *       "sessions": [
                     *         {
                     *           "id": "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "device": "Firefox on Linux",
                     *           "ip": "198.51.100.7",
                     *           "client_id": null,
                     *           "created_at": "2026-01-31T12:01:00.000Z",
                     *           "last_used_at": "2026-01-31T12:20:00.000Z"
                     *         }
                     *       ],
                     *       "mail": {
                     *         "newest": "sent",
                     *         "is_suppressed": false
                     *       },
                     *       "sign_in_locks": [
                     *         {
                     *           "limit": "sign-in.failures",
                     *           "until": "2026-02-01T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "audit": "/admin/audit?account_id=5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21"
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUserDetails"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "asked for by post"
                 *     }
                 */
                "application/json": components["schemas"]["UserDeletion"];
            };
        };
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `own_account`: This is the administrator's own account. `last_admin`: There must be another administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "disabled": true
                 *     }
                 */
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description The account as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *       "email": "ada@example.com",
                     *       "username": "Ada",
                     *       "status": "disabled",
                     *       "role": "user",
                     *       "locale": "en",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "activated_at": "2026-01-31T12:00:41.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AdminUser"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `account_pending`: The account was never activated. `last_admin`: There must be another administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlockUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It counts from zero. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description Whom it is about. */
                account_id?: string;
                action?: "user.registered" | "user.activated" | "activation.refused" | "session.created" | "session.refused" | "session.ended" | "session.reuse_detected" | "password.reset_requested" | "password.reset" | "password.changed" | "password.check_refused" | "email.change_requested" | "email.changed" | "email.change_undone" | "profile.changed" | "user.deleted" | "admin.role_changed" | "admin.user_disabled" | "admin.user_enabled" | "admin.user_unlocked" | "admin.user_deleted";
                /** @description Who did it: the id of an account, or an operator's name. */
                actor?: string;
                from?: string;
                /** @description Exclusive. */
                to?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "entries": [
                     *         {
                     *           "id": "4711",
                     *           "at": "2026-01-31T12:00:00.000Z",
                     *           "action": "admin.user_disabled",
                     *           "actor": {
                     *             "kind": "admin",
                     *             "name": "7b0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21"
                     *           },
                     *           "account_id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                     *           "address_pseudonym": null,
                     *           "ip": "198.51.100.7",
                     *           "request_id": "9d3f0c7e-8a4b-4c55-9d2c-0d9a6b3f1e21",
                     *           "details": {}
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditTrail"];
                };
            };
            /** @description `malformed_request`: The request is not well-formed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_token`: The access token is missing or no longer good. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `admin_only`: Only administrators may do this. `cross_site`: The request came from another site. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_request`: The request has invalid fields. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request headers are too large. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: A part of the service is away. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    onUserRegistered: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same at every attempt: a repeat is known by it. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.registered",
                 *       "timestamp": "2026-01-31T12:00:00.000Z",
                 *       "data": {
                 *         "user_id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                 *         "email": "ada@example.com",
                 *         "username": null,
                 *         "locale": "en",
                 *         "role": "user",
                 *         "status": "pending"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UserRegisteredEvent"];
            };
        };
        responses: {
            /** @description It is not wanted: this one is not sent again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is sent again later, for three days; Retry-After is heeded. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onUserActivated: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same at every attempt: a repeat is known by it. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.activated",
                 *       "timestamp": "2026-01-31T12:00:00.000Z",
                 *       "data": {
                 *         "user_id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                 *         "email": "ada@example.com",
                 *         "username": null,
                 *         "locale": "en",
                 *         "role": "user",
                 *         "status": "active"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UserActivatedEvent"];
            };
        };
        responses: {
            /** @description It is not wanted: this one is not sent again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is sent again later, for three days; Retry-After is heeded. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onUserUpdated: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same at every attempt: a repeat is known by it. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.updated",
                 *       "timestamp": "2026-01-31T12:00:00.000Z",
                 *       "data": {
                 *         "user_id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                 *         "email": "ada@example.com",
                 *         "username": "ada",
                 *         "locale": "en",
                 *         "role": "user",
                 *         "status": "active"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UserUpdatedEvent"];
            };
        };
        responses: {
            /** @description It is not wanted: this one is not sent again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is sent again later, for three days; Retry-After is heeded. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onUserDeleted: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same at every attempt: a repeat is known by it. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "user.deleted",
                 *       "timestamp": "2026-01-31T12:00:00.000Z",
                 *       "data": {
                 *         "user_id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UserDeletedEvent"];
            };
        };
        responses: {
            /** @description It is not wanted: this one is not sent again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is sent again later, for three days; Retry-After is heeded. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onSessionRevoked: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same at every attempt: a repeat is known by it. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "session.revoked",
                 *       "timestamp": "2026-01-31T12:00:00.000Z",
                 *       "data": {
                 *         "user_id": "5f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e21",
                 *         "session_ids": [
                 *           "1f0c1d9e-3f2b-4c55-9d2c-0d9a6b3f1e22"
                 *         ],
                 *         "reason": "password_changed"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SessionRevokedEvent"];
            };
        };
        responses: {
            /** @description It is not wanted: this one is not sent again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is sent again later, for three days; Retry-After is heeded. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    onLimitTripped: {
        parameters: {
            query?: never;
            header: {
                /** @description The event's id, the same at every attempt: a repeat is known by it. */
                "webhook-id": string;
                /** @description Seconds since 1970, when this attempt was made. */
                "webhook-timestamp": string;
                /** @description `v1,` and the HMAC-SHA-256 of `{webhook-id}.{webhook-timestamp}.{body}` in base64; one for each secret, with blanks between them. */
                "webhook-signature": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "type": "limit.tripped",
                 *       "timestamp": "2026-01-31T12:00:00.000Z",
                 *       "data": {
                 *         "policy": "register.ip",
                 *         "quota": "20/1h",
                 *         "route": "POST /users",
                 *         "refused_since_last": 412
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["LimitTrippedEvent"];
            };
        };
        responses: {
            /** @description It is not wanted: this one is not sent again. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is taken. */
            "2XX": {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description It is sent again later, for three days; Retry-After is heeded. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
}
