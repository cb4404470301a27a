using SystemFlow.Feeds.Intake;

namespace SystemFlow.Web.Components.Words;

/// <summary>What a person may type: something, not too long, about no patient.</summary>
internal static class FreeText
{
    /// <summary>What keeps a text from being kept, as a sentence for whoever typed it; null when nothing does.</summary>
    /// <param name="what">What it is, as in "Enter the reason".</param>
    /// <param name="longest">In characters.</param>
    /// <param name="isNeeded">Whether it may not be empty.</param>
    public static string? ProblemOf(string? text, string what, int longest, bool isNeeded = true) =>
        string.IsNullOrWhiteSpace(text) ? (isNeeded ? $"Enter {what}." : null)
        : text.Trim().Length > longest ? $"Enter {what} in {longest} characters or fewer."
        : text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? $"Enter {what} without control characters."
        : Patient(text, what);

    /// <summary>Whether a text looks as if it were about a patient, as a sentence for whoever typed it; null when not.</summary>
    /// <param name="what">What it is, as in "Take out of the reason".</param>
    public static string? Patient(string? text, string what) => PatientGuard.Mentions(text ?? "")
        ? $"Take out of {what} what looks like an NHS number or a date of birth: nothing about a patient is kept here."
        : null;
}
