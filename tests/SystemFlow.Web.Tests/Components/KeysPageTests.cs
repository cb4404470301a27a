using AngleSharp.Dom;
using SystemFlow.Operations.Keys;
using SystemFlow.Testing;
using SystemFlow.Web.Components.Pages.Keys;

namespace SystemFlow.Web.Tests.Components;

public sealed class KeysPageTests
{
    [Fact]
    public async Task Page_ToWhoIsNotSignedIn_ShowsNoKey()
    {
        await using var screen = new Screen();
        screen.Keys.Issue("lister-pas", new KeyScope([]), "Ann");

        var page = await screen.RenderAsync<KeysPage>();

        Assert.DoesNotContain("lister-pas", page.OuterHtml);
        Assert.Equal("/sign-in?returnUrl=%2Fkeys", page.QuerySelector(".flow-empty a")!.GetAttribute("href"));
        Assert.Null(page.QuerySelector("form"));
    }

    [Fact]
    public async Task Page_WithoutAnyKey_SaysSo()
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };

        var page = await screen.RenderAsync<KeysPage>();

        Assert.Contains("No feed has a key yet.", Text(page));
    }

    [Fact]
    public async Task Page_SaysOfEachKeyWhatItMayDo_WhoIssuedIt_WhenItWasUsed_AndWhatBecameOfIt()
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };
        var old = screen.Keys.Issue("lister-pas", new KeyScope([A.Lister], 1200, "Bed system"), "Ann Other, site lead");
        screen.Keys.Find(old);
        screen.Time.Advance(TimeSpan.FromMinutes(10));
        screen.Keys.Rotate("lister-pas", TimeSpan.FromHours(24), "Ann Other, site lead");
        screen.Keys.Issue("gone", new KeyScope([]), "Ann Other, site lead");
        screen.Keys.Revoke("gone", "Jo Smith, administrator");

        var page = await screen.RenderAsync<KeysPage>();

        var row = page.QuerySelector("tr[data-key='lister-pas']")!;
        Assert.Contains("Lister", Text(row));
        Assert.Contains("1,200 messages a minute", Text(row));
        Assert.Contains("by Ann Other, site lead", Text(row));
        Assert.Contains("10 min ago", Text(row));
        Assert.Contains("The old secret too, until 6 January 2026 at 9:10am: not sent since the new one", Text(row));
        Assert.Contains("Revoked 5 January 2026 at 9:10am by Jo Smith, administrator", Text(page.QuerySelector("tr[data-key='gone']")!));
        Assert.Empty(page.QuerySelectorAll("tr[data-key='gone'] button"));
        Assert.Contains("New secret; the old one works until 6 January 2026 at 9:10am.", Text(page));
    }

    [Fact]
    public async Task Page_TheOperatorsKey_IsMarkedAndCannotBeRotated()
    {
        await using var screen = new Screen { Person = Screen.SignedIn() };
        screen.Keys.TakeOperators("the-operators-own-secret-key", "SYSTEMFLOW_FEED_KEY");

        var page = await screen.RenderAsync<KeysPage>();

        var row = page.QuerySelector("tr[data-key='environment']")!;
        Assert.Contains("Set by the operator, in SYSTEMFLOW_FEED_KEY", Text(row));
        Assert.Equal(["Revoke environment"], row.QuerySelectorAll("button").Select(Text));
    }

    private static string Text(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
