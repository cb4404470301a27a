using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Web.Actions;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Tests.Components;

namespace SystemFlow.Web.Tests.Actions;

public sealed class ActionsApiTests(FlowApp app) : IClassFixture<FlowApp>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Actions_ByOwnerPlaceStatusAndMoment_AreThoseOfThePage()
    {
        var before = TimeProvider.System.GetUtcNow();
        var desk = app.Services.GetRequiredService<ActionDesk>();
        var given = await desk.GiveAsync(
            Screen.SignedIn(),
            new ActionFields
            {
                What = "Open 6 beds",
                Owner = "RY4",
                OwnerRole = "community-bed-bureau",
                About = "RWH01",
                Due = UkTime.Wall(before.AddHours(2)),
            },
            Cancelled);
        Assert.Empty(given.Problems);

        Assert.Equal("Open 6 beds", (string)(await app.GetAsync("/api/v1/actions?place=RWH&owner=RY4")).Json[0]!["what"]!);
        Assert.Equal(("open", false), await FirstAsync("/api/v1/actions?status=all"));
        Assert.Empty((await app.GetAsync("/api/v1/actions?owner=RWH")).Json.AsArray());
        Assert.Empty((await app.GetAsync("/api/v1/actions?status=overdue")).Json.AsArray());
        Assert.Empty((await app.GetAsync($"/api/v1/actions?at={UkTime.Machine(before.AddMinutes(-1))}")).Json.AsArray());
    }

    [Theory]
    [InlineData("status=late")]
    [InlineData("owner=NOWHERE")]
    [InlineData("place=NOWHERE")]
    [InlineData("at=yesterday")]
    [InlineData("at=2999-01-01T00:00Z")]
    public async Task Actions_AskedForWrongly_SaysWhat(string query) =>
        Assert.Equal(400, (int)(await app.GetAsync($"/api/v1/actions?{query}")).Status);

    [Fact]
    public async Task Actions_AreInTheDescription() =>
        Assert.NotNull((await app.GetAsync("/openapi/v1.json")).Json["paths"]!["/api/v1/actions"]);

    private async Task<(string, bool)> FirstAsync(string path)
    {
        var first = (await app.GetAsync(path)).Json[0]!;
        return ((string)first["status"]!, (bool)first["isOverdue"]!);
    }
}
