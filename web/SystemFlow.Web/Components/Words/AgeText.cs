using SystemFlow.Domain.Readings;

namespace SystemFlow.Web.Components.Words;

/// <summary>How old a figure is, in words.</summary>
internal static class AgeText
{
    /// <summary><c>under 1 min</c>, <c>40 min</c>, <c>3 h 5 min</c>, <c>2 days</c>. A moment just ahead of now is no age at all.</summary>
    public static string Of(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "under 1 min",
        { TotalHours: < 1 } => $"{(int)age.TotalMinutes} min",
        { TotalHours: < 24 } when age.Minutes == 0 => $"{(int)age.TotalHours} h",
        { TotalHours: < 24 } => $"{(int)age.TotalHours} h {age.Minutes} min",
        { TotalDays: < 2 } => "1 day",
        _ => FormattableString.Invariant($"{(int)age.TotalDays:N0} days"),
    };

    /// <summary><c>2 min ago</c> or <c>just now</c>.</summary>
    public static string Ago(TimeSpan age) => age < TimeSpan.FromMinutes(1) ? "just now" : $"{Of(age)} ago";

    /// <summary><c>2 min ago</c>, <c>Late: 40 min</c>, <c>Silent: 3 h</c> or <c>No data</c>.</summary>
    public static string Of(Freshness freshness, TimeSpan age) => freshness switch
    {
        Freshness.Fresh => Ago(age),
        Freshness.Late => $"Late: {Of(age)}",
        Freshness.Silent => $"Silent: {Of(age)}",
        _ => "No data",
    };
}
