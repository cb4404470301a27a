using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// Discharge delays at acute trusts, daily. Its count is of the day, those included who left in it: what is left of them at
/// the day's end is the figure that stands beside live ones. Its discharges are those patients' alone.
/// </summary>
internal static class AcuteDischarges
{
    private const string InDay = "do_not_meet_criteria_to_reside";
    private const string ByFive = "discharged_by_1700";
    private const string AfterFive = "discharged_between_1701_2359";
    private const string Discharged = "discharged_total";
    private const int FewLeft = 3;
    private const int UsuallyLeftTimes = 10;
    private const int FewestDaysOfAShift = 7;

    public static PublishedReturn Return { get; } = new(
        "Discharge delays, acute, daily",
        [
            Of(InDay, "nctr.in-day"), Of(ByFive, "nctr.discharged-by-1700"), Part(AfterFive, "nctr.discharged"),
            Of(Discharged, "nctr.discharged"),
        ],
        ["date"], texts => PublishedPeriod.Day(texts["date"]), "The date must be like 2024-04-29.")
    {
        Code = "trust_code",
        IsDaily = true,
        Sums = [PublishedSum.Of("nctr.patients", [InDay, Discharged], Left)],
        Judge = Judge,
        JudgeAll = JudgeAll,
    };

    private static double? Left(PublishedLine line) => line.Value(InDay) - line.Value(Discharged);

    private static void Judge(PublishedLine line)
    {
        line.TakeZerosAsAbsent($"Every figure of {line.Code} is 0 on {line.Period.From:yyyy-MM-dd}");
        if (line.Value(Discharged) > line.Value(InDay))
        {
            line.RefuseBoth(InDay, Discharged, Reasons.PartExceedsWhole,
                $"{line.Value(Discharged)} discharged of {line.Value(InDay)} without criteria to reside.");
        }
        else if (line.Value(Discharged) == 0 && line.Value(InDay) > 0)
        {
            line.Warn(Discharged, ReportReasons.ZeroIsUnlikely, $"None of {line.Value(InDay)} discharged, which is unlikely. Kept as sent.");
        }

        if (line.Value(ByFive) + line.Value(AfterFive) is { } parts && line.Value(Discharged) is { } whole && parts != whole)
        {
            line.Warn(ByFive, ReportReasons.DoesNotAddUp, $"{parts} discharged by 5pm and after, {whole} in all. Kept as sent.");
        }
    }

    private static IEnumerable<Refusal> JudgeAll(IReadOnlyList<PublishedLine> lines)
    {
        Usual.Judge(lines, InDay);
        var known = lines.Where(line => Left(line) is not null).ToList();
        var shifted = known.Where(line => Left(line) <= FewLeft).ToList();
        if (known.Count >= Usual.FewestValues && shifted.Count >= FewestDaysOfAShift
            && Usual.Median([.. known.Select(line => Left(line)!.Value)]) is var usual && usual >= FewLeft * UsuallyLeftTimes)
        {
            yield return shifted[0].About(Discharged, ReportReasons.LevelShift,
                $"{shifted[0].Code}: on {shifted.Count} days from {shifted[0].Period.From:yyyy-MM-dd} to {shifted[^1].Period.From:yyyy-MM-dd} nearly everyone was discharged ({FewLeft} or fewer left, usually {usual}). It looks counted in another way: read no trend across it.");
        }

        foreach (var remark in Usual.Ends(lines, ByFive, AfterFive)) yield return remark;
    }
}
