using SystemFlow.Domain.Alerts;
using SystemFlow.Web.Health;

namespace SystemFlow.Web.Components.Words;

/// <summary>What is said while the record takes no readings.</summary>
internal static class RecordText
{
    /// <summary><c>The record takes no readings since 3:12am: the disk is full</c>; with the date from the next day on.</summary>
    public static string Headline(RecordTrouble trouble, DateTimeOffset now) => $"The record takes no readings since {Since(trouble.Since, now)}: {Why(trouble.Fault)}";

    /// <summary>What that means for whoever looks, and what to do.</summary>
    public static string Meaning(RecordFault fault) =>
        "Figures stand still. Nothing that was acknowledged is lost, and senders send again. "
        + (fault switch
        {
            RecordFault.DiskFull => "Whoever runs the server must free room: then it goes on by itself.",
            RecordFault.DiskFails => "Whoever runs the server must look at the disk.",
            _ => "The program's log says why.",
        });

    private static string Why(RecordFault fault) => fault switch
    {
        RecordFault.DiskFull => "the disk is full",
        RecordFault.DiskFails => "the disk fails",
        _ => "its store is in trouble",
    };

    private static string Since(DateTimeOffset since, DateTimeOffset now) =>
        EnglandCalendar.DateOf(since) == EnglandCalendar.DateOf(now) ? UkTime.Clock(since) : UkTime.DateAndClock(since);
}
