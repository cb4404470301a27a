using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Backtests;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Backtests;

public sealed class PastFiguresTests
{
    private static readonly Footprint Footprint = Footprint.HertfordshireWestEssex;
    private static readonly MetricDictionary Dictionary = MetricDictionary.Standard;
    private static readonly MetricCode Attendances = MetricCode.Parse("ed.attendances"), Within = MetricCode.Parse("ed.within-4h");
    private static readonly PlaceCode Qeii = PlaceCode.Parse("RWH20");

    private static readonly AlertRule[] Rules =
    [
        Rule("crowding", Past.InDepartment, hours: 6),
        Rule("falling", MetricCode.Parse("ed.four-hour-performance"), hours: 24),
    ];

    private static readonly AlertRuleSet Set = AlertRuleSet.None with { Rules = [.. Rules] };

    [Theory]
    [InlineData("a hospital's own figures and percentages", "RWH01")]
    [InlineData("a trust's sums over its hospitals", "RWH")]
    public void Past_WorkedOutAgain_SaysWhatHasBeenSeenLive(string story, string code)
    {
        var place = Footprint.Find(PlaceCode.Parse(code));
        var past = TwoDays();
        var (seen, state) = Live(place, past);

        var again = new PastFigures(Footprint, Dictionary).Of(Set, place, past.Where(reading => reading.PeriodEnd >= state.At - RecentFigures.Kept));

        foreach (var rule in Rules)
        {
            var evidence = new EvidenceRules(Dictionary, Footprint).EvidenceOf(rule, state, seen, state.At);
            Assert.NotEqual(Standing.Unknown, evidence.Standing);
            Assert.Equal((story, evidence), (story, new EvidenceRules(Dictionary, Footprint).EvidenceOf(rule, state, again, state.At)));
        }
    }

    [Fact]
    public void SeriesOf_NamesThePartsOfAPercentage_AtThePlaceAndUnderIt()
    {
        var series = new PastFigures(Footprint, Dictionary).SeriesOf(Set with { Rules = [Rules[1]] }, Footprint.Find(PlaceCode.Parse("RWH")));

        Assert.Equal(3 * 3, series.Count()); // The trust and its two hospitals; the percentage and its halves.
        Assert.Contains((Qeii, Within), series);
        Assert.Empty(new PastFigures(Footprint, Dictionary).SeriesOf(Set, Footprint.Root));
    }

    // Every ten minutes, of each hospital at another minute; now and then one says nothing for two hours.
    private static List<Reading> TwoDays() =>
    [
        .. Enumerable.Range(0, 48 * 6).SelectMany(step => new[] { (Place: A.Lister, Shift: 0), (Place: Qeii, Shift: 3) }
            .Where(from => (step + from.Shift) % 60 > 12)
            .SelectMany(from =>
            {
                var (hour, seen) = (step / 6.0, 20 + (3 * (step % 144)));
                return new[]
                {
                    Sent(from.Place, Past.InDepartment, hour, from.Shift, 90 + Math.Round(40 * Math.Sin((step + from.Shift) / 17.0))),
                    Sent(from.Place, Attendances, hour, from.Shift, seen),
                    Sent(from.Place, Within, hour, from.Shift, Math.Floor(seen * (0.8 + (0.15 * Math.Sin(step / 40.0))))),
                };
            })),
    ];

    private static (RecentFigures Recent, PlaceState State) Live(Place place, List<Reading> past)
    {
        var (rules, recent, state) = (new StateRules(Footprint, Dictionary, Past.Levels), new RecentFigures(), PlaceState.Unknown(place.Code));
        var own = new[] { A.Lister, Qeii }.ToDictionary(code => code, _ => OwnReadings.None);
        foreach (var moment in past.GroupBy(reading => reading.PeriodEnd).OrderBy(moment => moment.Key))
        {
            foreach (var reading in moment) own[reading.Place] = own[reading.Place].With(reading);
            var states = own.Select(at => rules.StateOf(Footprint.Find(at.Key), at.Value, [], moment.Key)).ToList();
            state = states.Find(at => at.Place == place.Code) ?? rules.StateOf(place, OwnReadings.None, states, moment.Key);
            recent.Note(state, Set);
        }

        return (recent, state);
    }

    private static Reading Sent(PlaceCode place, MetricCode metric, double hour, int minute, double value) =>
        Past.Sent(metric, hour, value)! with { Place = place, PeriodEnd = Past.At(hour).AddMinutes(minute), Cadence = TimeSpan.FromMinutes(20) };

    private static AlertRule Rule(string code, MetricCode metric, double hours) => Past.Crowded with
    {
        Code = code,
        Kinds = [PlaceKind.Hospital, PlaceKind.Trust],
        All = [new Condition(ConditionKind.Change, metric, Raise: 10, Clear: 5) { Over = TimeSpan.FromHours(hours) }],
    };
}
