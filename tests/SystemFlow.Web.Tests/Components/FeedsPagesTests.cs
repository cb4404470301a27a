using System.Collections.Immutable;
using System.Security.Claims;
using SystemFlow.Domain.Places;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Keys;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages.Intake;

namespace SystemFlow.Web.Tests.Components;

/// <summary>The pages of the feeds in each of their states.</summary>
public sealed class FeedsPagesTests
{
    private static readonly FeedReceipt Good = new(A.Monday9am) { Accepted = 1204 };

    private static readonly FeedReceipt Bad = new(A.Monday9am)
    {
        RefusedRows = 3,
        Refused = ImmutableDictionary<string, int>.Empty.Add("unknown-place", 3),
        Problem = new FeedProblem(A.Monday9am, 12, "place", "unknown-place", "There is no place 'RXX'."),
    };

    private static readonly RefusedRow Row = new(
        12, [new RowProblem("place", "unknown-place", "There is no place 'RXX'.")], """{"place":"RXX","metric":"beds.ga.open","value":600}""");

    [Fact]
    public async Task Feeds_NothingSentYet_SaysWhatAFeedNeeds()
    {
        await using var screen = new Screen();

        var page = await screen.RenderAsync<FeedsPage>();

        Assert.Contains("Nothing has been sent yet", page.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_TheWorstIsFirst_AndEachSaysWhy()
    {
        await using var screen = new Screen();
        screen.Live.Changed(Screen.State("RWH20", TimeSpan.FromMinutes(1), ("ed.in-department", 40)));
        screen.Feeds.Record("a-good-one", Good);
        for (var message = 0; message < 3; message++) screen.Feeds.Record("lister", Bad);
        screen.Keys.Issue("new-one", new KeyScope([PlaceCode.Parse("RWG02")]), "Test");

        var page = await screen.RenderAsync<FeedsPage>();

        var rows = page.QuerySelectorAll("tr[data-feed]").ToDictionary(row => row.GetAttribute("data-feed")!, row => row.TextContent);
        Assert.Equal("lister", rows.First().Key);
        Assert.Contains("Broken It sends, but its last 3 messages were refused: unknown place. None was ever taken.", rows["lister"], StringComparison.Ordinal);
        Assert.Contains("1,204", rows["a-good-one"], StringComparison.Ordinal);
        Assert.Contains("It has a key and has sent nothing yet.", rows["new-one"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_OneWhoseFiguresAllComeFromElsewhereNow_IsSilent_NotWell()
    {
        await using var screen = new Screen();
        screen.Feeds.Record("lister", Good with { At = A.Monday9am.AddHours(-2) });

        var page = await screen.RenderAsync<FeedsPage>();

        var row = page.QuerySelector("tr[data-feed=lister]")!.TextContent;
        Assert.Contains("Silent Nothing was taken from it since 2 h", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_FiguresByHand_OweNothingOnceAFeedIsBack()
    {
        await using var screen = new Screen();
        screen.Feeds.Record("manual entry", Good with { At = A.Monday9am.AddHours(-2) });

        var page = await screen.RenderAsync<FeedsPage>();

        Assert.Contains("Well It works.", page.QuerySelector("tr[data-feed='manual entry']")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feeds_AFigureOfABrokenFeed_IsNotCalledSilence()
    {
        await using var screen = new Screen();
        screen.Keys.Issue("watford", new KeyScope([PlaceCode.Parse("RWG02")]), "Test");
        screen.Feeds.Record("watford", Bad);

        var page = await screen.RenderAsync<FeedsPage>();

        var row = page.QuerySelectorAll("tr").First(row => row.QuerySelector("a")?.TextContent == "Watford General");
        Assert.All(row.QuerySelectorAll("td:not(.flow-notexpected)"), cell => Assert.Equal("Refused: none taken yet", cell.TextContent));
    }

    [Fact]
    public async Task Feed_ToAVisitor_GivesCountsAndReasons_NotContent()
    {
        await using var screen = new Screen();
        await RefuseAsync(screen);

        var page = await screen.RenderAsync<FeedPage>(("Feed", "lister"));

        Assert.Contains("unknown place (1)", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("Sign in", page.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".flow-refused, form, a[download]"));
        Assert.DoesNotContain("beds.ga.open", page.InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_ToWhoIsSignedIn_GivesTheFieldsWithTheProblemBesideThem()
    {
        await using var screen = new Screen { Person = Ann() };
        await RefuseAsync(screen);

        var page = await screen.RenderAsync<FeedPage>(("Feed", "lister"));

        var field = page.QuerySelector(".flow-refused .flow-field--wrong")!;
        Assert.Equal("RXX", field.QuerySelector("input")!.GetAttribute("value"));
        Assert.Contains("There is no place 'RXX'.", field.TextContent, StringComparison.Ordinal);
        Assert.Equal("600", page.QuerySelector("input[name='value']")!.GetAttribute("value"));
        Assert.NotNull(page.QuerySelector("a[download]"));
    }

    [Fact]
    public async Task Feed_WithNothingRefused_SaysSo()
    {
        await using var screen = new Screen { Person = Ann() };
        screen.Feeds.Record("lister", Good);

        var page = await screen.RenderAsync<FeedPage>(("Feed", "lister"));

        Assert.Contains("No refused row waits to be mended.", page.TextContent, StringComparison.Ordinal);
        Assert.Contains("1,204", page.QuerySelector(".flow-table--days")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Feed_WithManyRefusals_ShowsThemPageByPage()
    {
        await using var screen = new Screen { Person = Ann() };
        screen.Feeds.Record("lister", Bad);
        await screen.Quarantine.KeepAsync("lister", "", A.Monday9am, [.. Enumerable.Range(1, 45).Select(line => Row with { Line = line, Sent = $$"""{"place":"R{{line}}"}""" })]);
        screen.Navigation.Be("feeds/lister?page=3");

        var page = await screen.RenderAsync<FeedPage>(("Feed", "lister"));

        Assert.Equal(5, page.QuerySelectorAll(".flow-refused").Length);
        Assert.Contains("Page 3 of 3", page.TextContent, StringComparison.Ordinal);
    }

    private static ClaimsPrincipal Ann() => Persons.SignedIn("Ann Other", "");

    private static async Task RefuseAsync(Screen screen)
    {
        screen.Feeds.Record("lister", Bad);
        await screen.Quarantine.KeepAsync("lister", "sitrep", A.Monday9am, [Row]);
    }
}
