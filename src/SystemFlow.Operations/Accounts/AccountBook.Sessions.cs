using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace SystemFlow.Operations.Accounts;

/// <summary>Who is signed in, and with what.</summary>
public sealed partial class AccountBook
{
    private const int IdBytes = 16;

    /// <summary>The session of an id while it lasts and its account is let in; null from then on.</summary>
    public Session? Live(string? id) =>
        id is not null && _sessions.TryGetValue(id, out var held) && held.Now is { } session && session.Lasts(_time.GetUtcNow())
            && Find(session.AccountId) is { IsSuspended: false }
            ? session : null;

    /// <summary>The sessions of an account that last, the newest first.</summary>
    public ImmutableArray<Session> Sessions(string accountId) =>
        [.. _sessions.Values.Select(held => held.Now).Where(session => session.AccountId == accountId && Live(session.Id) is not null)
            .OrderByDescending(session => session.StartedAt)];

    /// <summary>Notes in memory that a session was used; <see cref="WriteSeenAsync"/> writes it down.</summary>
    public void Touch(string id)
    {
        if (_sessions.TryGetValue(id, out var held)) held.Touch(_time.GetUtcNow());
    }

    /// <summary>Begins a session, with an id that no session had.</summary>
    /// <param name="way">How they proved who they are: "password" or the provider's name.</param>
    /// <param name="isStrong">Whether a second factor was given.</param>
    /// <exception cref="AccountException">There is no such account, or it is suspended.</exception>
    public async Task<Session> BeginSessionAsync(string accountId, string? address, string browser, string way, bool isStrong)
    {
        var now = _time.GetUtcNow();
        var session = new Session(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)), accountId, now, address, browser, way) { IsStrong = isStrong };
        await ChangeAsync(accountId, (_, context, account) =>
        {
            if (account.IsSuspended) throw new AccountException("This account is suspended.");
            account.LastSignedInAt = now;
            LockRule.Forget(account);
            context.Sessions.Add(new SessionRow
            {
                Id = session.Id,
                AccountId = accountId,
                StartedAt = now,
                LastSeenAt = now,
                Address = address,
                Browser = browser,
                Way = way,
                IsStrong = isStrong,
            });
            return Task.CompletedTask;
        });
        _sessions[session.Id] = new Held(session);
        return session;
    }

    /// <summary>Ends a session at once, in every tab of it. One that has ended stays as it was.</summary>
    /// <param name="by">Who ends it: name and role.</param>
    /// <exception cref="AccountException">It could not be recorded: it has ended, but would be there again after a restart.</exception>
    public async Task EndSessionAsync(string id, string by)
    {
        if (Live(id) is not { } session) return;
        await ChangeAsync(async (_, context) =>
        {
            await EndNeedsWriterAsync(context, [id], by);
            return (session.AccountId, true);
        });
    }

    /// <summary>Ends every session of an account at once.</summary>
    /// <param name="by">Who ends them: name and role.</param>
    /// <param name="except">One that goes on; null for none.</param>
    /// <exception cref="AccountException">There is no such account, or it could not be recorded.</exception>
    public Task EndAllAsync(string accountId, string by, string? except = null) =>
        ChangeAsync(accountId, (_, context, _) => EndAllNeedsWriterAsync(context, accountId, by, except));

    /// <summary>Writes down when sessions were last used, those used since the last time.</summary>
    public async Task WriteSeenAsync()
    {
        var now = _time.GetUtcNow();
        foreach (var (id, held) in _sessions)
        {
            if (!held.Now.Lasts(now) && !held.IsUnwritten) _sessions.TryRemove(id, out _);
        }

        var seen = _sessions.Values.Where(held => held.IsUnwritten).Select(held => (Held: held, held.Now)).ToList();
        if (seen.Count == 0 && !Database.IsShared) return;
        await WriteAsync(
            async (_, context) =>
            {
                foreach (var (_, used) in seen)
                {
                    var row = context.Sessions.Where(row => row.Id == used.Id);
                    if (Database.IsShared) row = row.Where(row => row.LastSeenAt < used.LastSeenAt); // It may have been used later on another node.
                    await row.ExecuteUpdateAsync(row => row.SetProperty(session => session.LastSeenAt, used.LastSeenAt));
                }
            },
            context =>
            {
                if (Database.IsShared) RenewSessions(context); // When they were used on other nodes.
            });
        foreach (var (held, used) in seen) held.WasWritten(used.LastSeenAt);
    }

    private Task EndAllNeedsWriterAsync(AccountContext context, string accountId, string by, string? except) =>
        EndNeedsWriterAsync(context, [.. Sessions(accountId).Select(session => session.Id).Where(id => id != except)], by);

    // Out of memory at once, also if the disk fails then: a session that ends too early is the smaller harm.
    private async Task EndNeedsWriterAsync(AccountContext context, ImmutableArray<string> ids, string by)
    {
        foreach (var id in ids)
        {
            var (lastSeen, now) = (_sessions.TryRemove(id, out var held) ? held.Now.LastSeenAt : _time.GetUtcNow(), _time.GetUtcNow());
            if (await context.Sessions.FindAsync(id) is not { } row) continue;
            (row.LastSeenAt, row.EndedAt, row.EndedBy) = (lastSeen, now, by);
        }
    }

    private void LoadSessions(AccountContext context)
    {
        foreach (var session in LastingSessions(context, _time.GetUtcNow())) _sessions[session.Id] = new Held(session);
    }

    private void ForgetEnded(AccountContext context)
    {
        var last = _time.GetUtcNow() - KeepEnded;
        if (Database.IsShared)
        {
            context.Sessions.Where(row => row.StartedAt < last).ExecuteDelete();
            return;
        }

        context.Sessions.RemoveRange(context.Sessions.AsEnumerable().Where(row => row.StartedAt < last));
        context.SaveChanges();
        context.ChangeTracker.Clear();
    }

    private static Session SessionOf(SessionRow row) => new(row.Id, row.AccountId, row.StartedAt, row.Address, row.Browser, row.Way)
    {
        IsStrong = row.IsStrong,
        LastSeenAt = row.LastSeenAt,
        EndedAt = row.EndedAt,
        EndedBy = row.EndedBy,
    };

    private sealed class Held(Session session)
    {
        private long _seen = session.LastSeenAt.UtcTicks;
        private long _written = session.LastSeenAt.UtcTicks;
        private volatile Session _session = session;

        public Session Now => _session with { LastSeenAt = new DateTimeOffset(Interlocked.Read(ref _seen), TimeSpan.Zero) };

        public bool IsUnwritten => Interlocked.Read(ref _seen) > Interlocked.Read(ref _written);

        public void Touch(DateTimeOffset now) => Interlocked.Exchange(ref _seen, now.UtcTicks);

        public void WasWritten(DateTimeOffset at) => Interlocked.Exchange(ref _written, at.UtcTicks);

        /// <summary>Takes over what is written of it; whether that changes what it may do.</summary>
        public bool TakeOver(Session written)
        {
            var seen = written.LastSeenAt.UtcTicks;
            if (seen > Interlocked.Read(ref _written)) WasWritten(written.LastSeenAt);
            if (seen > Interlocked.Read(ref _seen)) Touch(written.LastSeenAt);
            if (_session.IsStrong == written.IsStrong) return false;
            Mark(written.IsStrong);
            return true;
        }

        public void Mark(bool isStrong) => _session = _session with { IsStrong = isStrong };
    }
}
