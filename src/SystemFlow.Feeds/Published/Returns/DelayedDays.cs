using SystemFlow.Feeds.Intake;
using static SystemFlow.Feeds.Published.PublishedColumn;

namespace SystemFlow.Feeds.Published.Returns;

/// <summary>
/// Delayed days in England, monthly, to February 2020: looked over and counted, because they are no place's of a footprint.
/// </summary>
internal static class DelayedDays
{
    private const string Days = "delayed_days";
    private const string OtherReason = "O)";
    private const int FewestMonthsToJudge = 12;

    private static readonly DateOnly OtherSince = new(2017, 4, 1);

    public static PublishedReturn Return { get; } = new(
        "Delayed transfers of care in England, monthly",
        [Of(Days, "dtoc.days")],
        ["month"], texts => PublishedPeriod.MonthFrom(texts["month"]), "The month must be its first day, like 2017-04-01.")
    {
        Scope = PublishedScope.National,
        Words = ["care_type", "reason", "responsible"],
        Judge = line =>
        {
            if (IsOther(line) && line.Period.From < OtherSince && line[Days] == 0) line.TakeAsAbsent(Days);
        },
        JudgeAll = JudgeAll,
    };

    /// <summary>Whether no such delay can occur: always 0, in a year and more.</summary>
    public static bool CannotOccur(IReadOnlyCollection<PublishedLine> ofOneKind) =>
        ofOneKind.Count >= FewestMonthsToJudge && ofOneKind.All(line => line.Value(Days) == 0);

    /// <summary>The lines of each care type, reason and responsible body.</summary>
    public static IEnumerable<IReadOnlyCollection<PublishedLine>> Kinds(IEnumerable<PublishedLine> lines) =>
        lines.GroupBy(line => (line.Texts["care_type"], line.Texts["reason"], line.Texts["responsible"])).Select(kind => kind.ToList());

    private static IEnumerable<Refusal> JudgeAll(IReadOnlyList<PublishedLine> lines)
    {
        var never = Kinds(lines).Where(CannotOccur).ToList();
        if (never.Count > 0)
        {
            yield return never[0].First().About(Days, ReportReasons.CannotOccur,
                $"{never.Count} combinations of care, reason and body are 0 in every month ({never.Sum(kind => kind.Count)} lines): they cannot occur, and are no reason to list.");
        }

        var before = lines.Where(line => line.Value(Days) is null && line[Days] is not null).ToList();
        if (before.Count > 0)
        {
            yield return before[0].About(Days, ReportReasons.NotCollected,
                $"'Other' reasons were not collected before April 2017: {before.Count} zeros are taken as absent.");
        }
    }

    private static bool IsOther(PublishedLine line) => line.Texts["reason"].StartsWith(OtherReason, StringComparison.OrdinalIgnoreCase);
}
