using System.Globalization;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;

namespace SystemFlow.Feeds.Replay;

/// <summary>
/// A list of made-up emergency arrivals, one a line, in local time without a zone: folded into arrivals an hour as it is read,
/// for a replay at a place that the terms name. Nothing about an arrival is kept, and no such list is taken from a feed: it
/// has fields of a person. An hour without one is 0 on a day that has some; a day without any is not in the file.
/// </summary>
internal static class ArrivalsFile
{
    private const string Arrival = "arrival_datetime";
    private const string Specialty = "specialty";
    private const string IsChild = "is_child";
    private const string Paediatric = "paediatric";
    private const string Yes = "True";
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    private const int FirstYear = 1948, LastYear = 2200;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly MetricCode Arrivals = MetricCode.Parse("ed.arrivals-last-hour");
    private static readonly string[] Columns = [Arrival, Specialty, IsChild, "sex", "training_validation_test"];

    /// <summary>Whether a header is that of such a list.</summary>
    public static bool IsLike(CsvRow header) => Position(header, Arrival) >= 0;

    /// <summary>Looks over the whole list, and refuses it whole or gives its hours.</summary>
    public static IntakeBody Read(ReadOnlyMemory<byte> body, IntakeTerms terms)
    {
        if (terms.Place is not { } code || !terms.Footprint.TryFind(code.ToString(), out var place))
        {
            return IntakeBody.Whole(Reasons.MissingField, "The file names no place. Say whose arrivals they are, such as --place RWH01.");
        }

        var header = CsvRows.Of(body, terms.Options).First();
        if (header.Cells.FirstOrDefault(name => !Columns.Contains(name)) is { } unknown)
        {
            return IntakeBody.Whole(Reasons.UnknownColumn, $"A list of arrivals has no column '{Quote.Short(unknown)}'.");
        }

        var hours = new SortedDictionary<DateTimeOffset, int>();
        var remarks = new List<IntakeRow>();
        var contradictions = new Contradictions(Position(header, Specialty), Position(header, IsChild));
        var rows = 0;
        foreach (var row in CsvRows.Of(body, terms.Options).Skip(1))
        {
            if (row.Cells.Any(cell => PatientGuard.Mentions(cell))) return new IntakeBody(PatientGuard.Refusal, []);
            if (++rows > terms.Options.MaxRows) return IntakeBody.TooManyRows(terms.Options);
            if (CsvRows.Misfit(row, header.Cells.Length) is { } misfit) remarks.Add(IntakeRow.Refused(row.Number, misfit));
            else if (TimeOf(row.Cells[Position(header, Arrival)]) is not { } local) remarks.Add(BadTime(row.Number));
            else
            {
                contradictions.LookAt(row);
                var (at, change) = UkDays.Moment(local);
                if (change is not ClockChange.None) remarks.Add(Moved(row.Number, change));
                var hour = new DateTimeOffset(at.Ticks - at.Ticks % Hour.Ticks, TimeSpan.Zero);
                hours[hour] = hours.GetValueOrDefault(hour) + 1;
            }
        }

        return new IntakeBody(null, remarks.Concat(contradictions.Remarks()).Concat(Hours(hours, place, terms)));
    }

    private static IEnumerable<IntakeRow> Hours(SortedDictionary<DateTimeOffset, int> hours, Place place, IntakeTerms terms)
    {
        foreach (var day in hours.Keys.Select(UkDays.DayOf).Distinct())
        {
            for (var hour = UkDays.Midnight(day); hour < UkDays.Midnight(day.AddDays(1)); hour += Hour)
            {
                yield return OfHour(hour, hours.GetValueOrDefault(hour), place, terms);
            }
        }
    }

    private static IntakeRow OfHour(DateTimeOffset hour, int arrivals, Place place, IntakeTerms terms)
    {
        var end = hour + Hour;
        var refusal = terms.Misplaced(0, Arrival, end) ?? ObservationRules.Implausible(0, Arrival, terms.Metrics[Arrivals], arrivals);
        return refusal is not null ? IntakeRow.Refused(0, refusal) : IntakeRow.Accepted(0, new Reading(place.Code, Arrivals, arrivals, end, terms.Source)
        {
            PeriodStart = hour,
            SubmittedAt = terms.SubmittedAt(end),
            Method = Method.Estimated, // The arrivals are made up.
            Cadence = Hour,
        });
    }

    private static IntakeRow BadTime(int row) => IntakeRow.Refused(
        row, new Refusal(row, Arrival, Reasons.BadTime, $"The arrival must be a UK time like 2031-03-01 07:12:49."));

    private static IntakeRow Moved(int row, ClockChange change) => IntakeRow.Remark(new(row, Arrival, ReportReasons.ClockChange,
        change is ClockChange.Skipped
            ? "The clocks skip this time: taken as the moment at which they do."
            : "This time comes twice, because the clocks go back: taken as its first coming."));

    private static DateTime? TimeOf(string text) =>
        DateTime.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        && time.Year is >= FirstYear and <= LastYear
            ? time : null;

    private static int Position(CsvRow header, string name) => header.Cells is null ? -1 : Array.IndexOf(header.Cells, name);

    /// <summary>Counts children outside paediatrics, and the other way round; neither column is kept.</summary>
    private sealed class Contradictions(int specialty, int isChild)
    {
        private readonly (int First, int Count)[] _found = new (int, int)[2];

        public void LookAt(CsvRow row)
        {
            if (specialty < 0 || isChild < 0 || row.Cells[specialty].Length == 0) return;
            var (child, paediatric) = (row.Cells[isChild] == Yes, row.Cells[specialty] == Paediatric);
            if (child == paediatric) return;
            ref var found = ref _found[child ? 1 : 0];
            found = (found.Count == 0 ? row.Number : found.First, found.Count + 1);
        }

        public IEnumerable<IntakeRow> Remarks() => _found.Where(found => found.Count > 0).Select(found => IntakeRow.Remark(new(
            found.First, Specialty, ReportReasons.FieldsContradict,
            $"{found.Count} rows contradict themselves about age and specialty. Neither is kept; the arrivals count.")));
    }
}
