using SystemFlow.Domain.Places;
using SystemFlow.Feeds.Intake;

namespace SystemFlow.Feeds.Sitreps;

/// <summary>What is doubtful about a report as a whole.</summary>
internal static class SitrepRemarks
{
    private const int FewestDaysToJudge = 7;

    public static IEnumerable<Refusal> About(SitrepFile file, SitrepCalendar calendar, Footprint footprint)
    {
        var own = file.Trusts.Where(day => footprint.TryFind(day.First.Code.ToString(), out _)).ToList();
        return Rates(file).Concat(SeveralDays(file, calendar)).Concat(NamesChanged(own)).Concat(NeverADelay(own, file.Header));
    }

    /// <summary>National figures that their trusts do not add up to: one warning a day. The sum of the trusts counts.</summary>
    public static ILookup<int, Refusal> NationalMismatches(SitrepFile file)
    {
        var trusts = file.Trusts.ToLookup(day => day.First.Day);
        return file.England
            .Where(england => trusts.Contains(england.First.Day))
            .Select(england => Mismatch(england, [.. trusts[england.First.Day]], file.Header))
            .OfType<Refusal>()
            .ToLookup(warning => warning.Row);
    }

    private static Refusal? Mismatch(SitrepDay england, List<SitrepDay> trusts, SitrepHeader header)
    {
        var columns = header.Columns
            .Where(c => england[c.Figure] is { } national && national != trusts.Sum(trust => trust[c.Figure] ?? 0))
            .Select(c => c.Header).ToList();
        return columns.Count == 0 ? null : new Refusal(
            england.First.Row, columns[0], ReportReasons.DoesNotMatchItsTrusts,
            $"England on {england.First.Day:yyyy-MM-dd} does not match its trusts in '{string.Join("', '", columns)}'. The trusts count.");
    }

    private static IEnumerable<Refusal> Rates(SitrepFile file)
    {
        var cut = file.Lines.Where(l => l[SitrepFigure.GaRate].Value == 0 && l[SitrepFigure.GaOccupied].Value > 0).ToList();
        if (cut.Count > 0)
        {
            yield return new(cut[0].Row, SitrepColumn.Of(SitrepFigure.GaRate).Header, ReportReasons.RateNotUsed,
                $"The rate is cut down to 0 in {cut.Count} lines with beds occupied. Rates are worked out from the beds instead.");
        }

        var infinite = file.Lines.Where(l => !l[SitrepFigure.GaRate].IsNumber || !l[SitrepFigure.CcRate].IsNumber).ToList();
        if (infinite.Count > 0)
        {
            yield return new(infinite[0].Row, SitrepColumn.Of(SitrepFigure.CcRate).Header, ReportReasons.RateNotUsed,
                $"A rate is not a number, such as Inf, in {infinite.Count} lines: taken as absent.");
        }
    }

    private static IEnumerable<Refusal> SeveralDays(SitrepFile file, SitrepCalendar calendar)
    {
        var firstRows = file.Lines.GroupBy(line => line.Day).ToDictionary(day => day.Key, day => day.First().Row);
        return
            from day in calendar.Days
            let covered = calendar.DaysCovered(day)
            where covered > 1
            select new Refusal(firstRows[day], "Date", ReportReasons.SeveralDays,
                $"The events of {day:yyyy-MM-dd} cover {covered} days: kept as one total over them.");
    }

    private static IEnumerable<Refusal> NamesChanged(List<SitrepDay> days) =>
        from day in days
        where day.Renamed is not null
        group day by day.First.Code into code
        let line = code.First().Renamed
        select new Refusal(line.Row, "Name", ReportReasons.NameChanged,
            $"{code.Key} is reported under two names on {code.Count()} days. The code is the key; a blank side is absent.");

    private static IEnumerable<Refusal> NeverADelay(List<SitrepDay> days, SitrepHeader header) =>
        !header.Has(SitrepFigure.Delays30) || !header.Has(SitrepFigure.Delays60) ? [] :
        from day in days
        where day[SitrepFigure.Delays30] is not null && day[SitrepFigure.Delays60] is not null
        group day by day.First.Code into code
        where code.Count() >= FewestDaysToJudge
            && code.All(day => day[SitrepFigure.Delays30] == 0 && day[SitrepFigure.Delays60] == 0)
        select new Refusal(code.First().First.Row, SitrepColumn.Of(SitrepFigure.Delays30).Header, ReportReasons.NeverADelay,
            $"{code.Key} reports no handover delay on any of {code.Count()} days. Kept as sent.");
}
