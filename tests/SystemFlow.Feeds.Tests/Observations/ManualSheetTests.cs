using SystemFlow.Domain.Places;
using SystemFlow.Domain.Readings;
using SystemFlow.Feeds.Intake;
using SystemFlow.Feeds.Observations;
using SystemFlow.Testing;

namespace SystemFlow.Feeds.Tests.Observations;

public sealed class ManualSheetTests
{
    private static readonly Place Cheshunt = Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse("RY424"));
    private static readonly Place Lister = Footprint.HertfordshireWestEssex.Find(A.Lister);

    [Fact]
    public void Read_AFigure_IsAReadingByHandUnderThePersonsName()
    {
        var reading = Assert.Single(Read(Cheshunt, Typed("bedbase.open", " 24 "))).Reading!;

        Assert.Equal((24, Method.Manual, "Jo Smith, ward clerk"), (reading.Value, reading.Method, reading.Source));
        Assert.Equal(A.Monday9am.AddMinutes(-10), reading.PeriodEnd);
        Assert.Equal(A.Monday9am, reading.SubmittedAt);
    }

    [Fact]
    public void Read_WhatThereIsNot_IsSaidAndIsNotZero()
    {
        var reading = Assert.Single(Read(Cheshunt, new TypedFigure(MetricCode.Parse("bedbase.open"), "", Absent.NotApplicable))).Reading!;

        Assert.Equal((null, Absent.NotApplicable), (reading.Value, reading.Absent));
    }

    [Theory]
    [InlineData("many", Reasons.NotANumber)]
    [InlineData("1,204", Reasons.NotANumber)]
    [InlineData("２４", Reasons.NotANumber)]
    [InlineData("2.5", Reasons.NotWhole)]
    [InlineData("-1", Reasons.OutOfRange)]
    [InlineData("501", Reasons.OutOfRange)]
    public void Read_WhatCannotBe_IsRefusedAsAFeedsWouldBe(string typed, string reason)
    {
        var row = Assert.Single(Read(Cheshunt, Typed("bedbase.open", typed)));

        Assert.Equal(reason, Assert.Single(row.Refusals).Reason);
    }

    [Fact]
    public void Read_ARefusal_NamesItsFigureByItsPosition_AndTheOthersStand()
    {
        var rows = Read(Cheshunt, Typed("bedbase.open", "24"), Typed("bedbase.occupied", "x"), Typed("bedbase.queue", "3"));

        Assert.Equal(2, Assert.Single(rows, row => row.Outcome is RowOutcome.Refused).Row);
        Assert.Equal(2, rows.Count(row => row.Reading is not null));
    }

    [Fact]
    public void Read_MoreOccupiedThanOpen_WarnsAndKeepsBoth()
    {
        var rows = Read(Cheshunt, Typed("bedbase.open", "24"), Typed("bedbase.occupied", "26"));

        Assert.Equal(Reasons.OccupiedAboveOpen, Assert.Single(rows.SelectMany(row => row.Warnings)).Reason);
        Assert.All(rows, row => Assert.NotNull(row.Reading));
    }

    [Fact]
    public void Read_IsDueAgainWhenAPersonIsAsked_NotWhenAFeedWouldSend()
    {
        var lister = Assert.Single(Read(Lister, Typed("ed.in-department", "60"))).Reading!;
        var cheshunt = Assert.Single(Read(Cheshunt, Typed("bedbase.open", "24"))).Reading!;
        var daily = Assert.Single(Read(
            Footprint.HertfordshireWestEssex.Find(PlaceCode.Parse("loc-dacorum")), Typed("carehome.vacancies.nursing", "4"))).Reading!;

        Assert.Equal((ManualSheet.DueAtHospitals, ManualSheet.DueElsewhere, null), (lister.Cadence, cheshunt.Cadence, daily.Cadence));
    }

    [Theory]
    [InlineData("Jo Smith", "ward clerk", "Jo Smith, ward clerk")]
    [InlineData("Jo Smith", "", "Jo Smith")]
    [InlineData("Jo Smith", "a role of such length that it does not fit beside the name at all", "Jo Smith, a role of such length that it does not fit beside the…")]
    [InlineData("A name of such length that it takes all the room there is for both", "ward clerk", "A name of such length that it takes all the room th…, ward clerk")]
    public void SourceOf_APerson_FitsWhatASourceMayBe(string name, string role, string source)
    {
        Assert.Equal(source, ManualSheet.SourceOf(name, role));
        Assert.True(source.Length <= ManualSheet.LongestSource);
    }

    private static TypedFigure Typed(string metric, string value) => new(MetricCode.Parse(metric), value);

    private static List<IntakeRow> Read(Place place, params TypedFigure[] figures) => [.. ManualSheet.Read(
        place, A.Monday9am.AddMinutes(-10), [.. figures],
        new IntakeTerms(Footprint.HertfordshireWestEssex, MetricDictionary.Standard, new FeedOptions(), A.Monday9am, "Jo Smith, ward clerk"))];
}
