using System.Collections.Immutable;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Rotas;

public sealed class RotaRulesTests
{
    private const string Role = "site";

    [Theory]
    // Winter, UTC is local time.
    [InlineData("2026-01-05T07:59:59Z", "night")]
    [InlineData("2026-01-05T08:00:00Z", "day")]
    [InlineData("2026-01-05T19:59:59Z", "day")]
    [InlineData("2026-01-05T20:00:00Z", "night")]
    [InlineData("2026-01-06T00:00:00Z", "night")]
    // Summer, local time is an hour ahead.
    [InlineData("2026-07-06T06:59:59Z", "night")]
    [InlineData("2026-07-06T07:00:00Z", "day")]
    // The night of 25 hours, 24 to 25 October: the hour from 1am comes twice.
    [InlineData("2026-10-24T18:59:59Z", "day")]
    [InlineData("2026-10-24T19:00:00Z", "night")]
    [InlineData("2026-10-25T00:30:00Z", "night")]
    [InlineData("2026-10-25T01:30:00Z", "night")]
    [InlineData("2026-10-25T07:59:59Z", "night")]
    [InlineData("2026-10-25T08:00:00Z", "day")]
    // The night of 23 hours, 28 to 29 March: there is no 1:30am.
    [InlineData("2026-03-28T20:00:00Z", "night")]
    [InlineData("2026-03-29T00:59:59Z", "night")]
    [InlineData("2026-03-29T01:00:00Z", "night")]
    [InlineData("2026-03-29T06:59:59Z", "night")]
    [InlineData("2026-03-29T07:00:00Z", "day")]
    public void OnDuty_DayAndNight_FollowsTheClockOnTheWall(string now, string lead) =>
        Assert.Equal(lead, DayAndNight().OnDuty(Role, At(now))?.Code);

    [Theory]
    [InlineData("2026-10-24T00:00:00Z", "2026-10-26T00:00:00Z", "24 19:00 to 25 08:00", 13)]
    [InlineData("2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z", "28 20:00 to 29 07:00", 11)]
    public void TurnsOf_TheNightTheClocksChange_IsOneDuty(string from, string to, string night, int hours)
    {
        var turns = DayAndNight().TurnsOf(Role, At(from), At(to));

        Assert.Contains(turns, turn => turn.Lead?.Code == "night" && $"{turn.From:dd HH:mm} to {turn.To:dd HH:mm}" == night
            && turn.To - turn.From == TimeSpan.FromHours(hours));
        Assert.Equal(["night", "day", "night", "day", "night"], turns.Select(turn => turn.Lead?.Code));
    }

    [Theory]
    [InlineData("01:00", "02:00")]
    [InlineData("01:15", "01:45")]
    [InlineData("01:30", "02:15")]
    [InlineData("00:30", "01:30")]
    public void TurnsOf_AHandOverInTheHourThatChanges_LeavesNobodyOutAndNobodyTwice(string early, string late)
    {
        var rules = Rules(Duty("a", late, early), Duty("b", early, late));

        foreach (var day in new[] { "2026-10-24T12:00:00Z", "2026-03-28T12:00:00Z" })
        {
            var turns = rules.TurnsOf(Role, At(day), At(day).AddHours(24));

            Assert.All(turns, turn => Assert.NotNull(turn.Lead));
            Assert.Equal(turns.Length, turns.Select(turn => turn.From).Distinct().Count());
            Assert.Equal(At(day).AddHours(24), turns[^1].To);
        }
    }

    [Theory]
    [InlineData("2026-02-01T21:00:00Z", null)]
    [InlineData("2026-02-02T19:59:00Z", null)]
    [InlineData("2026-02-02T20:00:00Z", "a")]
    [InlineData("2026-02-04T07:59:00Z", "a")]
    [InlineData("2026-02-04T08:00:00Z", null)]
    [InlineData("2026-02-04T21:00:00Z", null)]
    public void OnDuty_BetweenDates_BeginsOnThemAlone(string now, string? lead)
    {
        var duty = Duty("a", "20:00", "08:00") with { FirstDate = new(2026, 2, 2), LastDate = new(2026, 2, 3) };

        Assert.Equal(lead, Rules(duty).OnDuty(Role, At(now))?.Code);
    }

    [Theory]
    [InlineData("2026-01-09T22:00:00Z", "a")] // Friday night
    [InlineData("2026-01-10T03:00:00Z", "a")] // is Friday's until Saturday morning,
    [InlineData("2026-01-10T22:00:00Z", null)] // and Saturday's night is nobody's.
    public void OnDuty_OnDaysOfTheWeek_BelongsToTheDayItBeganOn(string now, string? lead)
    {
        var duty = Duty("a", "20:00", "08:00") with { Days = [DayOfWeek.Friday] };

        Assert.Equal(lead, Rules(duty).OnDuty(Role, At(now))?.Code);
    }

    [Fact]
    public void OnDuty_TwoDutiesAtOnce_TheFirstListedCounts()
    {
        var rules = Rules(Duty("a", "09:00", "10:00"), Duty("b", "00:00", "00:00"));

        var turns = rules.TurnsOf(Role, A.Monday9am.AddHours(-1), A.Monday9am.AddHours(2));

        Assert.Equal(["b", "a", "b"], turns.Select(turn => turn.Lead?.Code));
    }

    [Fact]
    public void GapsOf_ARoleWithHoles_ListsEach()
    {
        var rules = Rules(Duty("a", "09:00", "12:00"), Duty("b", "13:00", "17:00"));

        var gaps = rules.GapsOf(Role, A.Monday9am, A.Monday9am.AddHours(24));

        Assert.Equal(["12:00 to 13:00", "17:00 to 09:00"], gaps.Select(gap => $"{gap.From:HH:mm} to {gap.To:HH:mm}"));
    }

    [Fact]
    public void NextOnDuty_SaysWhoAndFromWhen()
    {
        var next = DayAndNight().NextOnDuty(Role, A.Monday9am);

        Assert.Equal(("night", A.Monday9am.AddHours(11)), (next?.Lead?.Code, next!.Value.From));
    }

    [Fact]
    public void OnDuty_OfARoleThatIsNot_IsNobody() => Assert.Null(DayAndNight().OnDuty("boss", A.Monday9am));

    [Theory]
    [InlineData("2026-01-05T21:59:00Z", null)]
    [InlineData("2026-01-05T22:00:00Z", "2026-01-06T07:00:00Z")]
    [InlineData("2026-01-06T06:59:00Z", "2026-01-06T07:00:00Z")]
    [InlineData("2026-01-06T07:00:00Z", null)]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25T07:00:00Z")]
    [InlineData("2026-03-29T00:30:00Z", "2026-03-29T06:00:00Z")]
    public void QuietEndsAt_OverMidnight_IsTheMorningOnTheWall(string now, string? ends)
    {
        var lead = Lead("a") with { Quiet = new(new(22, 0), new(7, 0)) };

        Assert.Equal(ends is null ? null : At(ends), RotaRules.QuietEndsAt(lead, At(now)));
        Assert.Equal(ends is not null, RotaRules.IsQuiet(lead, At(now)));
    }

    [Theory]
    [InlineData(Severity.Warning, Severity.Notice, true)]
    [InlineData(Severity.Warning, Severity.Warning, false)]
    [InlineData(Severity.Critical, Severity.Warning, true)]
    [InlineData(Severity.Critical, Severity.Critical, false)]
    public void IsHeldBack_InQuietHours_BelowWhatBreaksThrough(Severity breaksThrough, Severity severity, bool isHeldBack)
    {
        var lead = Lead("a") with { Quiet = new(new(0, 0), new(0, 0), breaksThrough) };

        Assert.Equal(isHeldBack, RotaRules.IsHeldBack(lead, severity, A.Monday9am));
    }

    [Theory]
    [InlineData("RWH01", AlertOwner.Lead, "RWH01")]
    [InlineData("RWH20", AlertOwner.Lead, "RWH")]
    [InlineData("RY409", AlertOwner.Lead, "hwe")]
    [InlineData("RWH01", AlertOwner.FeedOwner, null)]
    public void LadderFor_APlaceWithoutOne_IsItsParents(string place, AlertOwner owner, string? ladderOf)
    {
        Ladder Of(string code) => new(PlaceCode.Parse(code), AlertOwner.Lead, [new(Role, TimeSpan.Zero), new(Role, TimeSpan.FromMinutes(15))]);
        var rules = new RotaRules(new Rota([], [], [Of("hwe"), Of("RWH"), Of("RWH01")]), Footprint.HertfordshireWestEssex);

        Assert.Equal(ladderOf, rules.LadderFor(PlaceCode.Parse(place), owner)?.Place.ToString());
        Assert.Equal(ladderOf is null ? 0 : 2, rules.RungsFor(PlaceCode.Parse(place), owner, Severity.Warning).Length);
        Assert.Equal(ladderOf is null ? 0 : 1, rules.RungsFor(PlaceCode.Parse(place), owner, Severity.Notice).Length);
    }

    private static RotaRules DayAndNight() => Rules(Duty("day", "08:00", "20:00"), Duty("night", "20:00", "08:00"));

    private static RotaRules Rules(params ImmutableArray<Duty> duties) => new(
        new Rota([.. duties.Select(duty => Lead(duty.Lead))], [new(Role, "Site lead", A.Lister, duties)], []),
        Footprint.HertfordshireWestEssex);

    private static Lead Lead(string code) => new(code, code, A.Lister);

    private static Duty Duty(string lead, string from, string to) => new(lead, [], TimeOnly.Parse(from), TimeOnly.Parse(to));

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment);
}
