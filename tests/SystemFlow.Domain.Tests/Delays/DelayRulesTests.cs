using SystemFlow.Domain.Delays;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;

namespace SystemFlow.Domain.Tests.Delays;

public sealed class DelayRulesTests
{
    private static readonly TimeSpan Hours = TimeSpan.FromHours(9);
    private static readonly DelayRules Rules = new(SomeSystem.Places, MetricDictionary.Standard);

    [Fact]
    public void BoardOf_FourProvidersOfOctober2016_SaysWhatWasPrinted()
    {
        // The plans print the share but not the beds that it is of: these are the fewest that give the printed share.
        var system = new SomeSystem()
            .Sent("RWH", "dtoc.patients;attributable=nhs", 18).Sent("RWH", "dtoc.patients;attributable=social", 0).Sent("RWH", "beds.ga.occupied", 600)
            .Sent("RY4", "dtoc.patients;attributable=nhs", 14).Sent("RY4", "dtoc.patients;attributable=social", 19).Sent("RY4", "bedbase.occupied", 177)
            .Sent("RQW", "dtoc.patients;attributable=nhs", 3).Sent("RQW", "dtoc.patients;attributable=social", 9).Sent("RQW", "beds.ga.occupied", 176)
            .Sent("RWR", "dtoc.patients;attributable=nhs", 13).Sent("RWR", "dtoc.patients;attributable=social", 2).Sent("RWR", "bedbase.occupied", 238);

        var board = BoardOf(system, "hwe");

        Assert.Equal(
            ["RWH 18 0 3.0", "RQW 3 9 6.8", "RY4 14 19 18.6", "RWR 13 2 6.3"],
            board.Counts.Where(count => count.Patients is not null).Select(count => FormattableString.Invariant(
                $"{count.Place.Code} {count.Of(Attribution.Nhs)} {count.Of(Attribution.Social)} {100 * count.Patients / count.Beds:0.0}")));
        Assert.Equal((78.0, 48.0, 30.0), (board.All.Patients, board.All.Nhs, board.All.Social));
        Assert.Equal((30.0, 48.0), (board.Acute.Patients, board.NonAcute.Patients));
        Assert.Null(board.All.Both); // Nobody sent it: that is not 0.
    }

    [Fact]
    public void BoardOf_ATrustWithAReturnOfItsOwn_CountsItOnce_AndShowsItsHospitalsBeside()
    {
        var system = new SomeSystem().Sent("RWH", "dtoc.patients", 20).Sent("RWH01", "dtoc.patients", 16);

        var board = BoardOf(system, "board-enh");

        Assert.Equal(20, board.All.Patients);
        Assert.Equal("RWH01", Assert.Single(board.Beside).Place.Code.ToString());
    }

    [Fact]
    public void StateOf_ATrustThatSendsASplitAndNoTotal_CountsBeforeItsHospitals()
    {
        var system = new SomeSystem().Sent("RWH", "dtoc.patients;attributable=nhs", 18).Sent("RWH01", "dtoc.patients", 16);

        Assert.Equal(18, system.StateOf(PlaceCode.Parse("RWH"))[DelayRules.Patients]!.Current);
        Assert.Equal(18, BoardOf(system, "hwe").All.Patients);
    }

    [Fact]
    public void BoardOf_ATotalAlone_IsNotSplit()
    {
        var board = BoardOf(new SomeSystem().Sent("RWH01", "dtoc.patients", 16), "RWH");

        Assert.Equal(16, board.All.Unsplit);
        Assert.Null(board.All.Nhs);
        Assert.Equal(new DelayReasonRow(null, null, null, null, 16), Assert.Single(board.Reasons));
    }

    [Theory]
    [InlineData(16, 4.0, 0)] // 12 are split, 4 are not.
    [InlineData(12, null, 0)]
    [InlineData(10, null, 2)] // The split names 2 more than the total.
    public void BoardOf_SplitAndTotal_StillAddUp(double total, double? unsplit, double over)
    {
        var system = new SomeSystem()
            .Sent("RWH01", "dtoc.patients", total)
            .Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 5).Sent("RWH01", "dtoc.patients;reason=Di;attributable=social", 7);

        var board = BoardOf(system, "RWH01");

        Assert.Equal((total, 5.0, 7.0), (board.All.Patients, board.All.Nhs, board.All.Social));
        Assert.Equal((unsplit, over), (board.All.Unsplit, board.All.Over));
        Assert.Equal(total != 12, board.Counts[0].Disagrees);
        Assert.Equal(total + over, board.Reasons.Sum(row => row.Total));
    }

    [Fact]
    public void BoardOf_ASilentHospital_IsMissingAndNotZero()
    {
        var system = new SomeSystem().Sent("RWG02", "dtoc.patients", 40, age: Hours).Sent("RWH01", "dtoc.patients", 16);

        var board = BoardOf(system, "hwe");

        Assert.Equal(16, board.Acute.Patients);
        Assert.Equal(new Coverage(1, 3), board.Acute.Coverage);
    }

    [Fact]
    public void Only_OneAttribution_LeavesOutWhoDoesNotSay()
    {
        var system = new SomeSystem()
            .Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 5).Sent("RWH01", "dtoc.patients;reason=Di;attributable=social", 7)
            .Sent("RWG02", "dtoc.patients", 30);

        var board = BoardOf(system, "hwe").Only(new DelayPart(null, Attribution.Social));

        Assert.Equal(7, board.Acute.Patients);
        Assert.Equal(new Coverage(1, 3), board.Acute.Coverage);
        Assert.Equal("Di", Assert.Single(board.Reasons).Reason);
    }

    [Theory]
    [InlineData(12, 0.0)] // Every patient has a reason and a body that must act: nobody waits for both.
    [InlineData(16, null)] // Of 4 that is not said.
    [InlineData(0, 0.0)]
    public void Only_APartThatTheSplitDoesNotList_IsNobodyWhereItCoversTheTotal(double total, double? both)
    {
        var system = new SomeSystem().Sent("RWH01", "dtoc.patients", total);
        if (total > 0) system.Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 5).Sent("RWH01", "dtoc.patients;reason=Di;attributable=social", 7);

        var board = BoardOf(system, "RWH01");

        Assert.Equal(both, board.Only(new DelayPart(null, Attribution.Both)).All.Patients);
        Assert.Equal(both, board.Only(new DelayPart("B", null)).All.Patients);
    }

    [Fact]
    public void Only_ASplitByWhoMustAct_DoesNotSayForWhatReason()
    {
        var board = BoardOf(new SomeSystem().Sent("RWH01", "dtoc.patients;attributable=nhs", 5), "RWH01");

        Assert.Equal(0, board.Only(new DelayPart(null, Attribution.Both)).All.Patients);
        Assert.Null(board.Only(new DelayPart("B", null)).All.Patients);
    }

    [Fact]
    public void PlacesOf_IsWhateverABoardReads()
    {
        foreach (var place in SomeSystem.Places.Places)
        {
            var system = new SomeSystem();
            var followed = Rules.PlacesOf(place).Select(at => at.Code).ToHashSet();
            Rules.BoardOf(place, code => followed.Contains(code) ? system.StateOf(code) : throw new InvalidOperationException($"{place.Code} reads {code}."));
        }

        Assert.Contains("RY424", Rules.PlacesOf(SomeSystem.Place("RY4")).Select(place => place.Code.ToString()));
    }

    [Fact]
    public void PerhapsTwice_ATrustBesideItsOwnBedBases_IsNamed()
    {
        var system = new SomeSystem().Sent("RY4", "dtoc.patients", 33).Sent("RY424", "dtoc.patients", 4);

        Assert.Equal("Hertfordshire Community NHS Trust", Assert.Single(BoardOf(system, "hwe").PerhapsTwice).Name);
        Assert.Empty(BoardOf(new SomeSystem().Sent("RY424", "dtoc.patients", 4), "hwe").PerhapsTwice);
    }

    [Fact]
    public void BoardOf_AProviderOfBedBases_IsTheirSum_OrItsOwnReturn()
    {
        var bases = new SomeSystem().Sent("RY424", "dtoc.patients", 4).Sent("RY402", "dtoc.patients", 3);
        var returned = new SomeSystem().Sent("RY424", "dtoc.patients", 4).Sent("RY4", "dtoc.patients", 33);

        Assert.Equal(7, BoardOf(bases, "RY4").All.Patients);
        Assert.Equal(33, BoardOf(returned, "RY4").All.Patients);
        Assert.Equal("RY424", Assert.Single(BoardOf(returned, "RY4").Beside).Place.Code.ToString());
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void BoardOf_WhateverIsSent_EveryHeadlineIsTheSumOfWhatIsUnderIt(int seed)
    {
        var system = Sending(new Random(seed));

        foreach (var place in SomeSystem.Places.Places)
        {
            var board = BoardOf(system, place.Code.ToString());

            AddsUp(board);
            if (SomeSystem.Places.RunBy(place).Any()) continue; // Its bed bases are counted elsewhere.
            var rolledUp = system.StateOf(place.Code)[DelayRules.Patients];
            Assert.Equal(rolledUp?.Current, board.All.Patients);
            if (rolledUp is { Coverage: { } coverage }) Assert.Equal(coverage, board.All.Coverage);
            foreach (var body in Enum.GetValues<Attribution>()) AddsUp(board.Only(new DelayPart(null, body)));
            AddsUp(board.Only(new DelayPart("A", null)));
            if (rolledUp is { Coverage: null, Current: not null }) continue;
            var under = SomeSystem.Places.MembersOf(place.Code)
                .Where(member => !SomeSystem.Places.RunBy(member).Any() || system.StateOf(member.Code)[DelayRules.Patients]?.Current is not null)
                .Select(member => BoardOf(system, member.Code.ToString())).ToList();
            Assert.Equal(board.All.Patients ?? 0, under.Sum(member => member.All.Patients ?? 0));
            Assert.Equal(board.All.Nhs ?? 0, under.Sum(member => member.All.Nhs ?? 0));
        }
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    private static void AddsUp(DelayBoard board)
    {
        var all = board.All;
        Assert.Equal(all.Patients ?? 0, (all.Nhs ?? 0) + (all.Social ?? 0) + (all.Both ?? 0) + (all.Unsplit ?? 0) - all.Over);
        Assert.Equal(all.Patients ?? 0, (board.Acute.Patients ?? 0) + (board.NonAcute.Patients ?? 0));
        Assert.Equal(all.Patients ?? 0, board.Counts.Sum(count => count.Patients ?? 0));
        Assert.Equal(all.Patients ?? 0, board.Providers.Sum(provider => provider.Sum.Patients ?? 0));
        Assert.Equal((all.Patients ?? 0) + all.Over, board.Reasons.Sum(row => row.Total));
        Assert.Equal(all.Social ?? 0, board.Reasons.Sum(row => row.Social ?? 0));
        Assert.Equal(board.Counts.Length, all.Coverage.Expected);
        Assert.Equal(board.Counts.Count(count => count.Patients is null), all.Coverage.Expected - all.Coverage.Reporting);
        if (all.Over > 0) Assert.NotEmpty(board.Disagreeing);
    }

    // Sites and trusts that send a total, a split by both, by one, by the other, several of them, an old one, or nothing.
    private static SomeSystem Sending(Random random)
    {
        var system = new SomeSystem();
        string[] reasons = ["A", "B", "Di", "G"];
        foreach (var place in SomeSystem.Places.Places.Where(place => place.Kind is PlaceKind.Hospital or PlaceKind.BedBase or PlaceKind.Trust))
        {
            if (place.Kind is PlaceKind.Trust && random.Next(3) > 0) continue;
            var code = place.Code.ToString();
            var age = random.Next(6) == 0 ? Hours : TimeSpan.FromMinutes(random.Next(1, 50));
            if (random.Next(4) > 0) system.Sent(code, "dtoc.patients", random.Next(8) == 0 ? null : random.Next(60), age);
            if (random.Next(3) == 0) system.Sent(code, $"dtoc.patients;reason={reasons[random.Next(4)]}", random.Next(20), age);
            foreach (var body in Enum.GetNames<Attribution>().Where(_ => random.Next(3) == 0))
            {
                system.Sent(code, $"dtoc.patients;attributable={body.ToLowerInvariant()}", random.Next(20), age);
                system.Sent(code, $"dtoc.patients;reason={reasons[random.Next(4)]};attributable={body.ToLowerInvariant()}", random.Next(20), age);
            }

            system.Sent(code, place.Kind is PlaceKind.BedBase ? "bedbase.occupied" : "beds.ga.occupied", random.Next(1, 600));
        }

        return system;
    }

    private static DelayBoard BoardOf(SomeSystem system, string place) => Rules.BoardOf(SomeSystem.Place(place), system.StateOf);
}
