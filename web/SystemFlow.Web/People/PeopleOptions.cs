using System.ComponentModel.DataAnnotations;
using SystemFlow.Domain.Access;

namespace SystemFlow.Web.People;

/// <summary>When access is looked at again. Section <c>People</c>.</summary>
public sealed class PeopleOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "People";

    /// <summary>After how many days without a sign-in an account is due for a look. Default 90; 1 to 3,650.</summary>
    [Range(1, 3_650, ErrorMessage = "People:UnusedDays must be 1 to 3,650.")]
    public int UnusedDays { get; init; } = 90;

    /// <summary>How many days after the last look an account is due again. Default 183, half a year; 1 to 3,650.</summary>
    [Range(1, 3_650, ErrorMessage = "People:ReviewDays must be 1 to 3,650.")]
    public int ReviewDays { get; init; } = 183;

    /// <summary>The same as rules.</summary>
    public ReviewRules Rules => new(TimeSpan.FromDays(UnusedDays), TimeSpan.FromDays(ReviewDays));
}
