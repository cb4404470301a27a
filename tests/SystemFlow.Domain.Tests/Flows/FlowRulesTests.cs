using SystemFlow.Domain.Flows;
using SystemFlow.Domain.Live;
using SystemFlow.Domain.Readings;
using SystemFlow.Domain.Tests.Delays;

namespace SystemFlow.Domain.Tests.Flows;

public sealed class FlowRulesTests
{
    private static readonly FlowRules Rules = new(SomeSystem.Places, MetricDictionary.Standard);

    [Fact]
    public void PictureOf_ABoard_HasOccupancyFromItsHalves_AndSaysWhoIsMissing()
    {
        var system = new SomeSystem().Sent("RWG02", "beds.ga.open", 600).Sent("RWG02", "beds.ga.occupied", 590);

        var occupancy = Head(Picture(system, "board-hv"), FlowStep.Wards);

        Assert.Equal((590, 600), (occupancy.Figure!.Reading.Numerator, occupancy.Figure.Reading.Denominator));
        Assert.Equal(new Coverage(1, 3), occupancy.Figure.Coverage);
    }

    [Fact]
    public void PictureOf_WhatNoMetricMeasures_HasNoNumber()
    {
        var picture = Picture(new SomeSystem().Sent("RWH01", "discharges.total", 40), "hwe");

        Assert.All(
            [FlowStep.WalkIn, FlowStep.Pathway0, FlowStep.Pathway1, FlowStep.Pathway2, FlowStep.Pathway3],
            step => Assert.Empty(picture[step].Figures));
        Assert.Null(picture.Between(FlowStep.Pathway2, FlowStep.BedBases).Rate);
        Assert.Null(picture.Between(FlowStep.Pathway2, FlowStep.BedBases).Width);
    }

    [Fact]
    public void PictureOf_AHospital_HasItsOwnDepartment_AndTheBedBasesOfItsBoard()
    {
        var system = new SomeSystem().Sent("RWH01", "ed.in-department", 118).Sent("RWH20", "ed.in-department", 30)
            .Sent("RY412", "bedbase.open", 20).Sent("RY412", "bedbase.occupied", 19).Sent("hwe", "nhs111.received", 900);

        var picture = Picture(system, "RWH01");

        Assert.Equal(118, Head(picture, FlowStep.EmergencyDepartment).Figure!.Current);
        Assert.Equal("board-enh", Head(picture, FlowStep.BedBases).Of.Code.ToString());
        Assert.Equal("hwe", Head(picture, FlowStep.Nhs111).Of.Code.ToString());
    }

    [Fact]
    public void PictureOf_AHospitalWithoutAmbulances_HasNoneAndMissesNone()
    {
        var system = new SomeSystem().Sent("RWH01", "ambulance.waiting-handover", 5);

        var waiting = Picture(system, "RWH20").Between(FlowStep.Ambulance, FlowStep.EmergencyDepartment).Delays[0].Waiting;

        Assert.Null(waiting.Figure);
        Assert.False(waiting.IsExpected);
    }

    [Fact]
    public void PictureOf_DelayedTransfers_StandWhereTheyAre()
    {
        var system = new SomeSystem()
            .Sent("RWH01", "dtoc.patients;reason=A;attributable=nhs", 5).Sent("RWH01", "dtoc.patients;reason=Di;attributable=social", 7)
            .Sent("RY412", "dtoc.patients", 3);

        var picture = Picture(system, "board-enh");

        var acute = picture.Between(FlowStep.Wards, FlowStep.Pathway0).Delays[1];
        Assert.Equal((12.0, 5.0, 7.0), (acute.People, acute.By[Attribution.Nhs], acute.By[Attribution.Social]));
        Assert.Equal(3, picture.Between(FlowStep.BedBases, FlowStep.Home).Delays[0].People);
    }

    [Fact]
    public void Greatest_IsWhereMostPeopleWait_AndNeverWhatIsSilent()
    {
        var system = new SomeSystem().Sent("RWH01", "ed.dta-waiting", 14).Sent("RWH01", "ambulance.waiting-handover", 5)
            .Sent("RWH01", "nctr.patients", 140, age: TimeSpan.FromHours(9));

        Assert.Equal("ed.dta-waiting", Picture(system, "RWH01").Greatest!.Waiting.Metric.Code.ToString());
        Assert.Null(Picture(new SomeSystem(), "RWH01").Greatest);
    }

    [Fact]
    public void Greatest_IsThePlacesOwn_NotItsBoards()
    {
        var system = new SomeSystem().Sent("RWH01", "ed.dta-waiting", 14).Sent("RY412", "bedbase.queue", 30).Sent("RY412", "dtoc.patients", 20);

        Assert.Equal("ed.dta-waiting", Picture(system, "RWH01").Greatest!.Waiting.Metric.Code.ToString());
        Assert.Equal("bedbase.queue", Picture(system, "board-enh").Greatest!.Waiting.Metric.Code.ToString());
    }

    [Fact]
    public void KnowsItsDelays_OnlyWhereNoneThatIsExpectedIsMissing()
    {
        var system = new SomeSystem().Sent("RWH01", "ed.dta-waiting", 14).Sent("RWH01", "ambulance.waiting-handover", 5).Sent("RWH01", "nctr.patients", 90);

        Assert.False(Picture(system, "RWH01").KnowsItsDelays);
        Assert.True(Picture(system.Sent("RWH01", "dtoc.patients", 12), "RWH01").KnowsItsDelays);
        Assert.False(Picture(system, "board-enh").KnowsItsDelays);
    }

    [Fact]
    public void PictureOf_AProviderOfBedBases_HasItsOwnDelayed()
    {
        var system = new SomeSystem().Sent("RY424", "dtoc.patients", 4).Sent("RY402", "dtoc.patients", 3).Sent("pool-we-short-term", "dtoc.patients", 9);

        var delayed = Picture(system, "RY4").Between(FlowStep.BedBases, FlowStep.Home).Delays[0];

        Assert.Equal((7.0, "RY4"), (delayed.People, delayed.Waiting.Of.Code.ToString()));
    }

    [Fact]
    public void PictureOf_ATrustBesideItsBedBases_SaysThatItMayBeTwice()
    {
        var system = new SomeSystem().Sent("RY4", "dtoc.patients", 33).Sent("RY424", "dtoc.patients", 4);

        Assert.Equal("Hertfordshire Community NHS Trust", Assert.Single(Picture(system, "hwe").PerhapsTwice).Name);
        Assert.Empty(Picture(system, "board-enh").PerhapsTwice);
    }

    [Fact]
    public void PlacesOf_IsWhateverAPictureReads()
    {
        foreach (var place in SomeSystem.Places.Places)
        {
            var system = new SomeSystem().Sent("hwe", "nhs111.received", 900);
            var followed = Rules.PlacesOf(place).Select(at => at.Code).ToHashSet();
            Rules.PictureOf(place, code => followed.Contains(code) ? system.StateOf(code) : throw new InvalidOperationException($"{place.Code} reads {code}."));
        }

        string[] read = [.. Rules.PlacesOf(SomeSystem.Place("RY4")).Select(place => place.Code.ToString())];
        Assert.Contains("RY424", read);
        Assert.Contains("hwe", read);
    }

    [Fact]
    public void PictureOf_RatesOfOneStretchOfTime_AreDrawnAgainstEachOther()
    {
        var system = new SomeSystem().Sent("RWH01", "ambulance.arrivals", 60).Sent("RWH01", "ed.admissions", 80).Sent("RWH01", "discharges.total", 20);

        var picture = Picture(system, "RWH01");

        Assert.Equal(0.75, picture.Between(FlowStep.Ambulance, FlowStep.EmergencyDepartment).Width);
        Assert.Equal(1, picture.Between(FlowStep.EmergencyDepartment, FlowStep.Wards).Width);
        Assert.Equal(0.25, picture.Between(FlowStep.Wards, FlowStep.Pathway0).Width);
    }

    private static FlowPicture Picture(SomeSystem system, string place) => Rules.PictureOf(SomeSystem.Place(place), system.StateOf);

    private static FlowFigure Head(FlowPicture picture, FlowStep step) => picture[step].Figures[0];
}
