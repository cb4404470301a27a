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

    /// <summary>How far it has come; with the day, where that is not the call's.</summary>
    /// <param name="call">The call's moment, which stands beside it. UTC.</param>
    public static string Stage(CallRecord record, DateTimeOffset call)
    {
        string At(DateTimeOffset moment) => UkTime.Date(moment) == UkTime.Date(call) ? UkTime.Clock(moment) : UkTime.DateAndClock(moment);
        return record.Stage switch
        {
            CallStage.UnderWay => $"Under way since {At(record.StartedAt!.Value)}",
            CallStage.Ended => $"Ended at {At(record.EndedAt!.Value)}",
            CallStage.Left => $"Never ended; the last line is of {At(record.LastAt!.Value)}",
            _ => "Not started",
        };
    }

    /// <summary>Whether an organisation is on a call; null where nobody has said.</summary>
    public static string Of(Attendance? attendance) => attendance?.ToString() ?? "Not said";
}
