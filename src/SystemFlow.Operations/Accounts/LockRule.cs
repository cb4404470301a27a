namespace SystemFlow.Operations.Accounts;

/// <summary>
/// When an account is closed for a while after wrong passwords and codes: ten without a longer pause between them close it for 15 minutes (NCSC
/// advises ten tries or fewer), so that neither a password nor a code of six digits can be found by trying.
/// </summary>
internal static class LockRule
{
    /// <summary>Wrong ones that close it.</summary>
    public const int Most = 10;

    /// <summary>For how long; and how long a wrong one counts after the last.</summary>
    public static readonly TimeSpan For = TimeSpan.FromMinutes(15);

    /// <summary>Counts a wrong one; answers whether that closed the account.</summary>
    public static bool CountWrong(AccountRow account, DateTimeOffset now)
    {
        if (account.FailedAt is not { } last || now - last >= For) account.AccessFailedCount = 0;
        account.FailedAt = now;
        account.AccessFailedCount++;
        if (account.AccessFailedCount < Most) return false;
        account.AccessFailedCount = 0;
        account.LockoutEnd = now + For;
        return true;
    }

    /// <summary>Forgets them: the person was let in.</summary>
    public static void Forget(AccountRow account)
    {
        account.AccessFailedCount = 0;
        account.FailedAt = null;
        account.LockoutEnd = null;
    }
}
