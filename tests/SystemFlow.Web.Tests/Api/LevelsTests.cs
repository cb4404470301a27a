using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Pressures;
using SystemFlow.Operations.Events;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Api;

public sealed class LevelsTests
{
    [Fact]
    public async Task Levels_HaveEveryPlace_WithWhatIsCalculatedAndWhatIsDeclared()
    {
        using var app = new FlowApp();
        var now = TimeProvider.System.GetUtcNow();
        await app.SendAsync(new { place = "RWH01", metric = "beds.ga.occupied", value = 570, periodEnd = app.NextMoment() });
        await app.ShownAsync("RWH01", state => !state.Figures.IsEmpty);
        await app.Services.GetRequiredService<IEventLog>().DeclareAsync(
            new DeclaredLevel(A.Lister, OpelLevel.Four, "No beds", "Ann Other, site lead", now.AddMinutes(-1), now.AddHours(2), OpelLevel.Three),
            TestContext.Current.CancellationToken);

        var levels = (await app.GetAsync("/api/v1/levels")).Json.AsArray();

        Assert.Equal(Footprint.HertfordshireWestEssex.Places.Length, levels.Count);
        var lister = levels.Single(level => (string?)level!["place"] == "RWH01")!;
        Assert.Null(lister["calculated"]!["level"]); // Too little is known: nothing is made up.
        Assert.True((int)lister["calculated"]!["expected"]! > 0);
        Assert.Equal(("four", "No beds", "Ann Other, site lead", "three"), Declared(lister["declared"]!));
        Assert.Null(levels.Single(level => (string?)level!["place"] == "RWG02")!["declared"]);
    }

    private static (string?, string?, string?, string?) Declared(JsonNode declared) =>
        ((string?)declared["level"], (string?)declared["reason"], (string?)declared["by"], (string?)declared["calculatedThen"]);
}
