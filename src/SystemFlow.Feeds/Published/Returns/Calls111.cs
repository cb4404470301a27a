using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// NHS 111 calls of one contract area, daily. The file names no area: it is the whole system's. Days of zeros after the last
/// with calls are weeks to come, and are left out, so that the feed looks no newer than it is.
/// </summary>
internal static class Calls111
{
    private const string Received = "calls_received";

    private static readonly string[] Parts = [Received, "calls_answered", "calls_answered_60s"];

    public static PublishedReturn Return { get; } = new(
        "NHS 111 calls, daily",
        [
            Of(Received, "nhs111.received"), Of("calls_answered", "nhs111.answered"),
            Of("calls_answered_60s", "nhs111.answered-60s"), Of("calls_triaged", "nhs111.triaged"),
        ],
        ["date"], texts => PublishedPeriod.Day(texts["date"]), "The date must be like 2025-12-27.")
    {
        Scope = PublishedScope.System,
        IsDaily = true,
        Judge = Judge,
        JudgeAll = lines =>
        {
            foreach (var line in lines.Reverse().TakeWhile(line => line.IsAllZero))
            {
                line.LeaveOut(Received, ReportReasons.ZeroIsUnlikely,
                    $"No call on {line.Period.From:yyyy-MM-dd}, nor on any later day: the figures are not there yet, and nothing is kept.");
            }

            return [];
        },
    };

    private static void Judge(PublishedLine line)
    {
        line.TakeZerosAsAbsent($"No call on {line.Period.From:yyyy-MM-dd}");
        foreach (var (whole, part) in Parts.Zip(Parts.Skip(1)).Append((Received, "calls_triaged")))
        {
            if (!(line.Value(part) > line.Value(whole))) continue;
            line.RefuseBoth(whole, part, Reasons.PartExceedsWhole, $"{line.Value(part)} in {part} of {line.Value(whole)} in {whole}.");
        }
    }
}
