using SystemFlow.Domain.Calls;

namespace SystemFlow.Web.Components.Words;

/// <summary>Escalation calls in words.</summary>
internal static class CallText
{
    /// <summary><c>11am call, Friday 27 November 2026</c>.</summary>
    public static string Title(DateTimeOffset at) => $"{UkTime.Clock(at)} call, {UkTime.DayAndDate(at)}";

    /// <summary><c>11am today</c>, <c>11am tomorrow</c>, <c>11am on 27 November 2026</c>.</summary>
    public static string When(DateTimeOffset at, DateTimeOffset now) =>
        UkTime.Date(at) == UkTime.Date(now) ? $"{UkTime.Clock(at)} today"
        : UkTime.Date(at.AddDays(-1)) == UkTime.Date(now) ? $"{UkTime.Clock(at)} tomorrow"
        : UkTime.Date(at.AddDays(1)) == UkTime.Date(now) ? $"{UkTime.Clock(at)} yesterday"
        : $"{UkTime.Clock(at)} on {UkTime.Date(at)}";

    /// <summary><c>in 1 h 20 min</c>, or that it is now.</summary>
    public static string Until(DateTimeOffset at, DateTimeOffset now) => at - now < TimeSpan.FromMinutes(1) ? "in under 1 min" : $"in {AgeText.Of(at - now)}";

    /// <summary>How far it has come.</summary>
    public static string Stage(CallRecord record) => record.Stage switch
    {
        CallStage.UnderWay => $"Under way since {UkTime.Clock(record.StartedAt!.Value)}",
        CallStage.Ended => $"Ended at {UkTime.Clock(record.EndedAt!.Value)}",
        _ => "Not started",
    };

    /// <summary>Whether an organisation is on a call; null where nobody has said.</summary>
    public static string Of(Attendance? attendance) => attendance?.ToString() ?? "Not said";
}
