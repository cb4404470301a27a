using SystemFlow.Operations.SignIn;

namespace SystemFlow.Web.SignIn;

/// <summary>Sees to it that somebody can sign in: there is no default password.</summary>
internal static class FirstPassword
{
    /// <summary>The setting, or environment variable, that chooses the password.</summary>
    public const string Setting = "SYSTEMFLOW_ADMIN_PASSWORD";

    /// <summary>Sets the operator's password, or at the very first start makes one and prints it: once, and never to a log.</summary>
    /// <exception cref="ArgumentException">The operator's password is too short to be safe.</exception>
    public static void Ensure(AdminPassword password, string? configured, TextWriter output)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            Set(password, configured);
        }
        else if (!password.IsSet)
        {
            output.WriteLine($"""

                Password to sign in with, shown this once: {password.Issue()}
                Give it at /sign-in with your name and role. To choose it yourself, set {Setting}.

                """);
        }
    }

    private static void Set(AdminPassword password, string chosen)
    {
        try
        {
            password.Set(chosen);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException(
                $"{Setting}: {error.Message} Set a longer one, or unset it and one is made and printed at the first start.", error);
        }
    }
}
