using SystemFlow.Operations.Accounts;

namespace SystemFlow.Web.SignIn;

/// <summary>Sees to it that somebody can sign in: there is no default password.</summary>
internal static class FirstAccount
{
    /// <summary>The setting, or environment variable, that chooses the password.</summary>
    public const string Setting = "SYSTEMFLOW_ADMIN_PASSWORD";

    /// <summary>Takes the operator's password, or at the very first start makes one and prints it: once, and never to a log.</summary>
    /// <exception cref="ArgumentException">The operator's password can be guessed.</exception>
    public static async Task EnsureAsync(AccountBook book, string? configured, TextWriter output)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            await TakeAsync(book, configured);
        }
        else if (await book.MakeFirstAsync() is { } password)
        {
            await output.WriteLineAsync($"""

                Sign in at /sign-in as {Account.First}. Password, shown this once: {password}
                Then say on /account who you are. To choose the password yourself, set {Setting}.

                """);
        }
    }

    private static async Task TakeAsync(AccountBook book, string chosen)
    {
        try
        {
            await book.TakeOperatorsAsync(chosen);
        }
        catch (AccountException error)
        {
            throw new ArgumentException(
                $"{Setting}: {error.Message} Set another of {PasswordRules.Shortest} to {PasswordRules.Longest} characters, or unset it and one is made and printed at the first start.",
                error);
        }
    }
}
