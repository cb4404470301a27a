using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Tests.Access;

public sealed class AccessRulesTests
{
    private static readonly Footprint Footprint = Footprint.HertfordshireWestEssex;

    [Fact]
    public void Table_HasOneRuleForEachAct_InItsOrder() =>
        Assert.Equal(Enum.GetValues<Act>(), AccessTable.Rules.Select(rule => rule.Act));

    [Fact]
    public void Viewer_MayLook_AtTheWallToo_AndNothingElse() =>
        Assert.Equal([Act.Look, Act.WatchWall], Enum.GetValues<Act>().Where(act => AccessRules.May([new(Role.Viewer, Hwe)], act, Lister, Footprint)));

    [Fact]
    public void Administrator_DoesNothingAboutCare() =>
        Assert.DoesNotContain(
            Enum.GetValues<Act>().Where(act => AccessRules.May([new(Role.Administrator, Hwe)], act, Lister, Footprint)),
            act => act is Act.DeclareLevel or Act.AnswerAlert or Act.GiveAction or Act.WorkAction or Act.SignReturn or Act.ChairCall or Act.HandOver or Act.EnterFigures);

    [Theory]
    [InlineData("hwe", "RWH01", true)]
    [InlineData("board-enh", "RWH01", true)]
    [InlineData("RWH", "RWH01", true)]
    [InlineData("RWH01", "RWH01", true)]
    [InlineData("RWH01", "RWH", false)]
    [InlineData("RWH", "RWG02", false)]
    [InlineData("RWG", "RWG02", true)]
    [InlineData("RWG02", "RWG", false)]
    [InlineData("RY4", "RY409", true)]
    [InlineData("RY4", "RWH01", false)]
    [InlineData("nowhere", "RWH01", false)]
    [InlineData("hwe", "nowhere", false)]
    public void Covers_APlaceUnderIt_OrABedBaseThatItRuns(string scope, string place, bool isCovered) =>
        Assert.Equal(isCovered, AccessRules.Covers(PlaceCode.Parse(scope), PlaceCode.Parse(place), Footprint));

    [Fact]
    public void Lead_DeclaresALevelAtTheirOwnPlaceAlone()
    {
        Grant[] lead = [new(Role.Lead, PlaceCode.Parse("RWH"))];

        Assert.True(AccessRules.May([.. lead], Act.DeclareLevel, Lister, Footprint));
        Assert.False(AccessRules.May([.. lead], Act.DeclareLevel, PlaceCode.Parse("RWG02"), Footprint));
        Assert.False(AccessRules.May([.. lead], Act.DeclareLevel, place: null, Footprint));
        Assert.True(AccessRules.MaySomewhere([.. lead], Act.DeclareLevel, Footprint));
    }

    [Fact]
    public void WhatConcernsTheWholeSystem_TakesARoleOverAllOfIt()
    {
        Assert.False(AccessRules.May([new(Role.Administrator, PlaceCode.Parse("RWH"))], Act.EditRules, Lister, Footprint));
        Assert.False(AccessRules.MaySomewhere([new(Role.Administrator, PlaceCode.Parse("RWH"))], Act.ReadAudit, Footprint));
        Assert.True(AccessRules.May([new(Role.Administrator, Hwe)], Act.EditRules, place: null, Footprint));
    }

    [Fact]
    public void Nobody_MayNothing() => Assert.DoesNotContain(Enum.GetValues<Act>(), act => AccessRules.May([], act, Hwe, Footprint));

    [Theory]
    [InlineData("Lead RWH01", true)]
    [InlineData("Lead", false)]
    [InlineData("7 RWH01", false)]
    [InlineData("Owner RWH01", false)]
    [InlineData("Lead RWH01 RWG", false)]
    [InlineData(null, false)]
    public void Grant_IsReadAsItWasWritten(string? text, bool isGrant)
    {
        Assert.Equal(isGrant, Grant.TryParse(text, out var grant));
        if (isGrant) Assert.Equal(text, grant!.ToString());
    }

    private static PlaceCode Hwe => Footprint.Root.Code;

    private static PlaceCode Lister => PlaceCode.Parse("RWH01");
}
