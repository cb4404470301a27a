namespace SystemFlow.Web.SignIn.Providers;

/// <summary>Why nobody was signed in by the provider.</summary>
public enum ProviderProblem
{
    /// <summary>Its answer was none that can be relied on: forged, replayed, too old, or of another browser.</summary>
    NotValid,
    /// <summary>It did not answer.</summary>
    Unreachable,
    /// <summary>The person went back, or it refused them.</summary>
    Declined,
    /// <summary>It gave no e-mail address.</summary>
    NoEmail,
    /// <summary>It does not vouch for the e-mail address.</summary>
    EmailNotVerified,
    /// <summary>The person was not asked for a second factor there.</summary>
    TooWeak,
    /// <summary>The address is that of an account which somebody else of that provider signs in to.</summary>
    AnotherPerson,
    /// <summary>It could not be recorded here.</summary>
    NotRecorded,
    /// <summary>Nobody invited them.</summary>
    NotInvited,
    /// <summary>Their account is suspended.</summary>
    Suspended,
}

/// <summary>What each says to the person: what happened, and what to do.</summary>
internal static class ProviderProblemText
{
    /// <summary>The heading.</summary>
    public static string Title(ProviderProblem problem, string provider) => problem switch
    {
        ProviderProblem.Unreachable => $"{provider} did not answer",
        ProviderProblem.NotInvited => "You have no account here yet",
        ProviderProblem.Suspended => "Your account is suspended",
        ProviderProblem.Declined => "You were not signed in",
        _ => $"You could not be signed in with {provider}",
    };

    /// <summary>What to do.</summary>
    public static string WhatToDo(ProviderProblem problem, string provider) => problem switch
    {
        ProviderProblem.NotValid => $"What came back from {provider} could not be relied on: it was too old, used before, or begun in another window. Start again from the sign-in page.",
        ProviderProblem.Unreachable => $"Nothing is wrong with your account. Try again in a minute. If you have a password here, sign in with that.",
        ProviderProblem.Declined => $"{provider} said that you went back, or may not use this system. Start again, or ask whoever looks after {provider} in your organisation.",
        ProviderProblem.NoEmail => $"{provider} did not tell your e-mail address, and without it nobody can be found here. Ask whoever looks after {provider} in your organisation to add your work address.",
        ProviderProblem.EmailNotVerified => $"{provider} has an e-mail address of yours that it has not checked. Confirm it there, then sign in again.",
        ProviderProblem.TooWeak => $"This system needs a stronger sign-in than the one you used, such as your smartcard, security key or authenticator. Sign in with {provider} again and use that.",
        ProviderProblem.AnotherPerson => "Your e-mail address belongs to an account here that somebody else signs in to: perhaps it was a colleague's before. Ask an administrator of this system.",
        ProviderProblem.NotRecorded => "Nobody is let in whose sign-in cannot be written down. Try again in a minute; if it stays so, tell whoever runs this system.",
        ProviderProblem.NotInvited => "Nobody is let in who was not invited. Ask the administrator of your organisation to invite your work e-mail address, then sign in again.",
        ProviderProblem.Suspended => "Ask the administrator of your organisation to let you back in.",
        _ => "Start again from the sign-in page.",
    };

    /// <summary>What the audit says, after "was not let in by" the provider.</summary>
    public static string InAudit(ProviderProblem problem) => problem switch
    {
        ProviderProblem.NotValid => "its answer could not be relied on (forged, replayed, too old or of another browser).",
        ProviderProblem.Unreachable => "it did not answer.",
        ProviderProblem.Declined => "it refused them, or they went back.",
        ProviderProblem.NoEmail => "it gave no e-mail address.",
        ProviderProblem.EmailNotVerified => "it does not vouch for their e-mail address.",
        ProviderProblem.TooWeak => "they did not give the second factor that is demanded of it.",
        ProviderProblem.AnotherPerson => "the account of that address is tied to another person there.",
        ProviderProblem.NotRecorded => "it could not be recorded.",
        ProviderProblem.NotInvited => "nobody invited that address.",
        _ => "the account is suspended.",
    };

    /// <summary>From what stands in an address; null for what is not there.</summary>
    public static ProviderProblem? Parse(string? text) =>
        Enum.TryParse<ProviderProblem>(text, out var problem) && Enum.IsDefined(problem) && !char.IsDigit(text![0]) ? problem : null;
}
