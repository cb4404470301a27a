using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace SystemFlow.Operations.Accounts;

/// <summary>What other nodes changed.</summary>
public sealed partial class AccountBook
{
    // Read anew, whatever it was: few, and what one node ended must end here.
    private void Hear(string? key)
    {
        if (key is not null && !key.StartsWith(News, StringComparison.Ordinal)) return;
        ImmutableHashSet<string> changed;
        _writing.Wait();
        try
        {
            using var scope = _services.CreateScope();
            changed = Renew(scope.ServiceProvider.GetRequiredService<AccountContext>());
        }
        finally
        {
            _writing.Release();
        }

        if (key is not null) changed = changed.Add(key[News.Length..]);
        foreach (var account in changed) Changed?.Invoke(account);
    }

    // The accounts that are not as they were held.
    private ImmutableHashSet<string> Renew(AccountContext context)
    {
        var before = _accounts;
        Load(context);
        var changed = before.Keys.Union(_accounts.Keys)
            .Where(id => !before.TryGetValue(id, out var then) || !_accounts.TryGetValue(id, out var now) || !IsSame(then, now));
        return [.. changed, .. RenewSessions(context)];
    }

    private HashSet<string> RenewSessions(AccountContext context)
    {
        var (now, changed) = (_time.GetUtcNow(), new HashSet<string>(StringComparer.Ordinal));
        var lasting = LastingSessions(context, now).ToDictionary(session => session.Id, StringComparer.Ordinal);
        foreach (var (id, held) in _sessions)
        {
            if (!lasting.ContainsKey(id) && _sessions.TryRemove(id, out _)) changed.Add(held.Now.AccountId);
        }

        foreach (var session in lasting.Values)
        {
            if (!_sessions.TryGetValue(session.Id, out var held)) _sessions[session.Id] = new Held(session);
            else if (!held.TakeOver(session)) continue;
            changed.Add(session.AccountId);
        }

        return changed;
    }

    private IEnumerable<Session> LastingSessions(AccountContext context, DateTimeOffset now)
    {
        var open = context.Sessions.AsNoTracking().Where(row => row.EndedAt == null);
        if (Database.IsShared) open = open.Where(row => row.StartedAt > now - Session.Longest); // SQLite keeps moments as text, which EF Core does not compare.
        return open.AsEnumerable().Select(SessionOf).Where(session => session.Lasts(now));
    }

    private static bool IsSame(Account one, Account other) =>
        one.Grants.SequenceEqual(other.Grants) && one.Logins.SequenceEqual(other.Logins)
        && (one with { Grants = [], Logins = [] }) == (other with { Grants = [], Logins = [] });
}
