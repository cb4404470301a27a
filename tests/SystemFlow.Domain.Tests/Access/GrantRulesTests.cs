using System.Collections.Immutable;
using SystemFlow.Domain.Access;
using SystemFlow.Domain.Places;

namespace SystemFlow.Domain.Tests.Access;

public sealed class GrantRulesTests
{
    private static readonly Footprint Footprint = Footprint.HertfordshireWestEssex;

    [Theory]
    [InlineData("Administrator RWH", "Lead RWH01", true)]
    [InlineData("Administrator RWH", "Administrator RWH", true)]
    [InlineData("Administrator RWH", "Viewer RWG02", false)]
    [InlineData("Administrator RWH", "Viewer hwe", false)]
    [InlineData("Administrator RWH", "Lead board-enh", false)]
    [InlineData("Administrator hwe", "Administrator hwe", true)]
    [InlineData("Coordinator hwe", "Viewer RWH01", false)]
    [InlineData("Lead RWH01", "Viewer RWH01", false)]
    public void MayGive_OnlyAnAdministrator_AndOnlyWithinTheirScope(string giver, string grant, bool may) =>
        Assert.Equal(may, GrantRules.MayGive(Of(giver), Of(grant)[0], Footprint));

    [Fact]
    public void MayManage_SomebodyWithARoleElsewhereToo_IsForTheWholeSystem()
    {
        var both = Of("Lead RWH01", "Viewer RWG02");

        Assert.False(GrantRules.MayManage(Of("Administrator RWH"), both, Footprint));
        Assert.True(GrantRules.MaySee(Of("Administrator RWH"), both, Footprint));
        Assert.True(GrantRules.MayManage(Of("Administrator hwe"), both, Footprint));
    }

    [Fact]
    public void MaySee_SomebodyElsewhere_OrWithoutAnyRole_IsForTheWholeSystem()
    {
        Assert.False(GrantRules.MaySee(Of("Administrator RWH"), Of("Lead RWG02"), Footprint));
        Assert.False(GrantRules.MaySee(Of("Administrator RWH"), [], Footprint));
        Assert.True(GrantRules.MaySee(Of("Administrator hwe"), [], Footprint));
    }

    [Fact]
    public void Scopes_OfAnOrganisationsAdministrator_AreItsOwnPlaces()
    {
        var scopes = GrantRules.Scopes(Of("Administrator RWH"), Footprint).Select(place => place.Code.ToString()).ToList();

        Assert.Contains("RWH01", scopes);
        Assert.DoesNotContain("RWG02", scopes);
        Assert.DoesNotContain("hwe", scopes);
        Assert.Empty(GrantRules.Scopes(Of("Lead RWH"), Footprint));
    }

    private static ImmutableArray<Grant> Of(params string[] grants) => [.. grants.Select(text => Grant.TryParse(text, out var grant) ? grant : throw new FormatException(text))];
}
