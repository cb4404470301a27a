using SystemFlow.Domain.Live;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Domain.Readings;
using SystemFlow.Testing;

namespace SystemFlow.Domain.Tests.Live;

public sealed class StateRulesTests
{
    private static readonly Footprint Places = Footprint.HertfordshireWestEssex;
    private static readonly StateRules Rules = new(Places, MetricDictionary.Standard, PressureRules.Standard);

    [Fact]
    public void StateOf_AHospital_HasItsOccupancyFromItsBeds()
    {
        var lister = State("RWH01", Sent("beds.ga.open", 580), Sent("beds.ga.occupied", 561));

        var occupancy = Figure(lister, "beds.ga.occupancy");

        Assert.Equal(96.72, occupancy.Current!.Value, precision: 2);
        Assert.Equal((561, 580), (occupancy.Reading.Numerator, occupancy.Reading.Denominator));
    }

    [Fact]
    public void StateOf_NoBedsOpen_HasNoOccupancy()
    {
        var lister = State("RWH01", Sent("beds.ga.open", 0), Sent("beds.ga.occupied", 0));

        Assert.Null(lister[MetricCode.Parse("beds.ga.occupancy")]);
    }

    [Fact]
    public void StateOf_HalvesOfDifferentStretches_GiveNoShare()
    {
        var within = Sent("ed.within-4h", 380);

        var lister = State("RWH01", within, Sent("ed.attendances", 2) with { PeriodEnd = within.PeriodEnd.AddMinutes(5) });

        Assert.Null(lister[MetricCode.Parse("ed.four-hour-performance")]);
    }

    [Fact]
    public void StateOf_AShare_IsDueAsSeldomAsItsSeldomestPart()
    {
        var lister = State("RWH01", Sent("ed.majors-resus.spaces", 30), Sent("ed.majors-resus.occupied", 33));

        var majors = Figure(lister, "ed.majors-resus.occupancy");

        Assert.Equal(TimeSpan.FromMinutes(15), majors.Reading.Cadence); // Spaces every 15 minutes, patients every 5.
    }

    [Fact]
    public void StateOf_MembersInAnotherOrder_IsTheSameToTheLastDigit()
    {
        PlaceState[] hospitals =
        [
            State("RWG02", Sent("beds.ga.open", 611), Sent("beds.ga.occupied", 593), Sent("ed.in-department", 71)),
            State("RWG08", Sent("beds.ga.open", 67), Sent("beds.ga.occupied", 66)),
            State("RWG03", Sent("beds.ga.open", 41), Sent("beds.ga.occupied", 39)),
        ];

        var states = new[] { hospitals, [hospitals[2], hospitals[0], hospitals[1]], [hospitals[1], hospitals[2], hospitals[0]] }
            .Select(members => State("RWG", members)).ToList();

        Assert.All(states, state => Assert.True(state.HasFiguresOf(states[0])));
    }

    [Fact]
    public void StateOf_ATrust_IsTheSumOfItsHospitals()
    {
        var trust = State("RWG", [State("RWG02", Sent("beds.ga.open", 600), Sent("beds.ga.occupied", 590)),
            State("RWG08", Sent("beds.ga.open", 60), Sent("beds.ga.occupied", 30)),
            State("RWG03", Sent("beds.ga.open", 40), Sent("beds.ga.occupied", 20))]);

        Assert.Equal(700, Figure(trust, "beds.ga.open").Current);
        Assert.Equal(new Coverage(3, 3), Figure(trust, "beds.ga.open").Coverage);
        Assert.Equal(100 * 640 / 700.0, Figure(trust, "beds.ga.occupancy").Current); // Not the mean of 98, 50 and 50.
    }

    [Fact]
    public void StateOf_AMonthThatIsOver_GivesATrustNoLevelOfItsOwn_AndIsNotSummed()
    {
        var hospital = State("RWH01", Sent("beds.ga.open", 580), Sent("beds.ga.occupied", 561));
        Reading[] month = [Sent("monthly.ed.attendances", 15_000), Sent("monthly.ed.within-4h", 11_250)];
        var own = month.Aggregate(OwnReadings.None, (newest, reading) => newest.With(reading));

        var trust = Rules.StateOf(Places.Find(PlaceCode.Parse("RWH")), own, [hospital], A.Monday9am);
        var board = State("board-enh", [trust]);

        Assert.Equal(75, Figure(trust, "monthly.ed.four-hour-performance").Current);
        Assert.Equal(State("RWH", [hospital]).Pressure.Score, trust.Pressure.Score);
        Assert.DoesNotContain(board.Figures.Keys, key => key.ToString().StartsWith("monthly", StringComparison.Ordinal));
        Assert.Null(trust[MetricCode.Parse("ed.attendances")]);
    }

    [Fact]
    public void StateOf_AMonthOfYearsAgo_HasItsShare_WhichIsNotOfNow()
    {
        var longAgo = A.Monday9am.AddYears(-3);

        var trust = State("RWH", Sent("monthly.ed.attendances", 15_000) with { PeriodEnd = longAgo }, Sent("monthly.ed.within-4h", 11_250) with { PeriodEnd = longAgo });
        var other = State("RWH", Sent("monthly.ed.attendances", 15_000) with { PeriodEnd = longAgo }, Sent("monthly.ed.within-4h", 11_250));
        var live = State("RWH01", Sent("ed.attendances", 100) with { PeriodEnd = longAgo }, Sent("ed.within-4h", 75) with { PeriodEnd = longAgo });

        var share = Figure(trust, "monthly.ed.four-hour-performance");
        Assert.Equal((75, longAgo, null), (share.Reading.Value, share.Reading.PeriodEnd, share.Current));
        Assert.Null(other[MetricCode.Parse("monthly.ed.four-hour-performance")]);
        Assert.Null(live[MetricCode.Parse("ed.four-hour-performance")]);
    }

    [Fact]
    public void StateOf_AMemberThatNeverSpoke_IsMissingAndNotZero()
    {
        var trust = State("RWG", [State("RWG02", Sent("beds.ga.open", 600)), State("RWG08"), State("RWG03")]);

        Assert.Equal(new Coverage(1, 3), Figure(trust, "beds.ga.open").Coverage);
    }

    [Fact]
    public void StateOf_AMemberThatFellSilent_LeavesTheSum()
    {
        var silent = Sent("beds.ga.open", 60) with { PeriodEnd = A.Monday9am.AddHours(-6) };

        var trust = State("RWG", [State("RWG02", Sent("beds.ga.open", 600)), State("RWG08", silent)]);

        Assert.Equal((600, new Coverage(1, 2)), (Figure(trust, "beds.ga.open").Current, Figure(trust, "beds.ga.open").Coverage));
    }

    [Fact]
    public void StateOf_EveryMemberSilent_HasNoValueAtAll()
    {
        var silent = Sent("beds.ga.open", 600) with { PeriodEnd = A.Monday9am.AddHours(-6) };

        var trust = State("RWG", [State("RWG02", silent)]);

        Assert.Null(Figure(trust, "beds.ga.open").Reading.Value);
        Assert.Equal(Freshness.Silent, Figure(trust, "beds.ga.open").Freshness);
    }

    [Fact]
    public void StateOf_AMemberWithoutSuchAThing_IsNotMissing()
    {
        var none = Sent("beds.cc-adult.open", null) with { Absent = Absent.NotApplicable };

        var trust = State("RWG", [State("RWG02", Sent("beds.cc-adult.open", 20)), State("RWG08", none)]);

        Assert.Equal(new Coverage(1, 1), Figure(trust, "beds.cc-adult.open").Coverage);
    }

    [Fact]
    public void StateOf_ATrustThatIsPublished_ShowsThatAndNotItsHospitals()
    {
        var published = Sent("beds.ga.open", 580) with { Place = PlaceCode.Parse("RWH"), Cadence = TimeSpan.FromDays(1) };

        var trust = Rules.StateOf(
            Places.Find(PlaceCode.Parse("RWH")), OwnReadings.None.With(published),
            [State("RWH01", Sent("beds.ga.open", 570))], A.Monday9am);

        Assert.Equal(580, Figure(trust, "beds.ga.open").Current);
        Assert.Null(Figure(trust, "beds.ga.open").Coverage);
    }

    [Fact]
    public void StateOf_TheLongestWaitOfABoard_IsTheLongestOfItsMembers()
    {
        var trust = State("RWH", [State("RWH01", Sent("ed.longest-wait-minutes", 845)), State("RWH20", Sent("ed.longest-wait-minutes", 120))]);

        Assert.Equal(845, Figure(trust, "ed.longest-wait-minutes").Current);
    }

    [Fact]
    public void StateOf_DelaysByReason_AddUpToTheHeadline()
    {
        var lister = State("RWH01",
            Sent("dtoc.patients;reason=A;attributable=nhs", 11), Sent("dtoc.patients;reason=E;attributable=social", 7),
            Sent("dtoc.patients;attributable=nhs", 11), Sent("dtoc.patients;attributable=social", 7));

        Assert.Equal(18, Figure(lister, "dtoc.patients").Current);
    }

    [Fact]
    public void StateOf_NothingEverSent_IsNoLevelAndNotLevelOne()
    {
        Assert.Null(State("RWH01").Pressure.Level);
        Assert.Null(State("RWH", [State("RWH01"), State("RWH20")]).Pressure.Level);
    }

    [Fact]
    public void StateOf_AnUrgentCareCentreWithoutBeds_IsJudgedByItsAandEAlone()
    {
        var noMajors = Sent("ed.majors-resus.spaces", null) with { Absent = Absent.NotApplicable };

        var newQeii = State("RWH20", Sent("ed.attendances", 100), Sent("ed.within-4h", 99), noMajors);

        Assert.Equal(
            ["ed.four-hour-performance", "ed.median-time-to-treatment-minutes", "ed.over-12h-share"],
            newQeii.Pressure.Parts.Select(part => part.Metric.ToString()));
    }

    [Fact]
    public void StateOf_ABoardsPressure_CountsWhatHasBedsAndMissesWhatIsSilent()
    {
        var full = State("pool-enh-imc", Sent("bedbase.open", 59), Sent("bedbase.occupied", 59));

        var board = State("board-enh", [State("RWH"), full, State("loc-stevenage")]);

        Assert.Equal(new Coverage(1, 2), board.Pressure.Coverage); // Stevenage has no bed base: nothing is missing there.
        Assert.Equal(44, board.Pressure.Highest);
    }

    [Fact]
    public void With_ALateArrivalOrRepeat_ChangesNothing()
    {
        var newest = OwnReadings.None.With(A.Reading);

        Assert.Same(newest, newest.With(A.Reading with { Value = 3, PeriodEnd = A.Monday9am.AddMinutes(-1) }));
        Assert.Same(newest, newest.With(A.Reading with { Value = 3, SubmittedAt = A.Monday9am.AddMinutes(-1) }));
    }

    [Fact]
    public void With_ALaterSubmissionForTheSameMoment_Counts()
    {
        var amended = A.Reading with { Value = 559, SubmittedAt = A.Monday9am.AddHours(2) };

        Assert.Equal(559, OwnReadings.None.With(A.Reading).With(amended)[A.BedsOccupied].Value);
    }

    [Fact]
    public void StateOf_VacanciesByType_AddUpOnceAllAreKnown()
    {
        var three = State("loc-dacorum", Sent("carehome.vacancies.residential", 9), Sent("carehome.vacancies.nursing", 4), Sent("carehome.vacancies.dementia-nursing", 0));
        var four = State("loc-dacorum", [.. Types(9, 4, 2, 0)]);

        Assert.Null(three[MetricCode.Parse("carehome.vacancies")]);
        Assert.Equal(15, Figure(four, "carehome.vacancies").Current);
        Assert.Equal(Domain.Live.Figure.Derived, Figure(four, "carehome.vacancies").Reading.Source);
    }

    [Fact]
    public void StateOf_VacanciesOfATypeThatDoesNotApply_AreNotMissing_AndOnesThatAreNotKnownAre()
    {
        var none = State("loc-dacorum", [.. Types(9, 4, 2, null).Select(type => type.Value is null ? type with { Absent = Absent.NotApplicable } : type)]);
        var unknown = State("loc-dacorum", [.. Types(9, 4, 2, null).Select(type => type.Value is null ? type with { Absent = Absent.Unknown } : type)]);

        Assert.Equal(15, Figure(none, "carehome.vacancies").Current);
        Assert.Null(unknown[MetricCode.Parse("carehome.vacancies")]);
    }

    [Fact]
    public void StateOf_VacanciesSentAsOneNumberAndByType_CountTheNewerOfThem()
    {
        var total = Sent("carehome.vacancies", 40);

        var sameMoment = State("loc-dacorum", [total, .. Types(9, 4, 2, 0)]);
        var earlier = State("loc-dacorum", [total with { PeriodEnd = total.PeriodEnd.AddHours(-1) }, .. Types(9, 4, 2, 0)]);

        Assert.Equal(40, Figure(sameMoment, "carehome.vacancies").Current);
        Assert.Equal(15, Figure(earlier, "carehome.vacancies").Current);
    }

    [Fact]
    public void StateOf_ABoard_CountsVacanciesByTypeOnce()
    {
        var board = State("board-hv", [State("loc-dacorum", [.. Types(9, 4, 2, 0)]), State("loc-hertsmere", Sent("carehome.vacancies", 10))]);

        Assert.Equal(25, Figure(board, "carehome.vacancies").Current);
        Assert.Equal(9, Figure(board, "carehome.vacancies.residential").Current);
    }

    private static IEnumerable<Reading> Types(params double?[] values) =>
        MetricDictionary.Standard[MetricCode.Parse("carehome.vacancies")].Parts.Zip(values, (part, value) => Sent(part.ToString(), value));

    private static Reading Sent(string metric, double? value) => A.Reading with { Metric = MetricKey.Parse(metric), Value = value };

    private static Figure Figure(PlaceState state, string metric) => Assert.IsType<Figure>(state[MetricKey.Parse(metric)]);

    private static PlaceState State(string place, params Reading[] own) =>
        Rules.StateOf(Places.Find(PlaceCode.Parse(place)), own.Aggregate(OwnReadings.None, (newest, r) => newest.With(r)), [], A.Monday9am);

    private static PlaceState State(string place, PlaceState[] members) =>
        Rules.StateOf(Places.Find(PlaceCode.Parse(place)), OwnReadings.None, members, A.Monday9am);
}
