using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>People and screens on walls are let in, where visitors may not look.</summary>
public sealed class LettingInTests(Chromium chromium) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task Person_IsInvited_Joins_AndIsReviewed()
    {
        await using var flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken, "--Access:Anonymous=none");
        var admin = await chromium.SignedInAsync(flow.Address, "people/invite");

        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is a problem" })).ToContainTextAsync("Enter their work e-mail address");
        await admin.GetByLabel("Work e-mail address").FillAsync("bo.new@nhs.net");
        await admin.GetByLabel("Name, as colleagues").FillAsync("Bo New");
        await admin.GetByLabel("Role in words").FillAsync("night site lead");
        await admin.Locator("#grant-role").SelectOptionAsync("Lead");
        await admin.Locator("#grant-scope").SelectOptionAsync("RWH01");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Add this role" }).ClickAsync();
        await Expect(admin.Locator(".flow-grants")).ToContainTextAsync("Lead of Lister");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await Expect(admin.Locator("#the-link")).ToContainTextAsync("/join?key=");
        Assert.Empty(await admin.FaultsAsync());
        var link = await admin.Locator("#the-link").InnerTextAsync();

        var invited = await chromium.BlankAsync(width: 390);
        await invited.GotoAsync(link);
        Assert.Empty(await invited.FaultsAsync());
        await invited.GetByLabel("Password", new() { Exact = true }).FillAsync("three words together");
        await invited.GetByLabel("The password again").FillAsync("three words together");
        await invited.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await Expect(invited.Locator(".flow-who")).ToContainTextAsync("Bo New, night site lead");

        await admin.GotoAsync(new Uri(flow.Address, "people?q=bo.new").ToString());
        await admin.IsLiveAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Still needed by Bo New" }).ClickAsync();
        await Expect(admin.Locator("tr[data-account]")).ToContainTextAsync("by Ann Other, site lead");
        await admin.GetByRole(AriaRole.Link, new() { Name = "Bo New" }).ClickAsync();
        await Expect(admin.Locator("h1")).ToHaveTextAsync("Bo New");
        Assert.Empty(await admin.FaultsAsync());
        await admin.GetByRole(AriaRole.Button, new() { Name = "Suspend" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Yes, suspend Bo New" }).ClickAsync();
        await Expect(admin.Locator(".flow-done")).ToHaveTextAsync("Bo New is suspended.");
        await Expect(invited.GetByText("Sign in to see this")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Screen_IsLetInByItsLink_SeesTheWallboardAlone_AndIsEndedAtOnce()
    {
        await using var flow = await FlowProcess.StartAsync(TestContext.Current.CancellationToken, "--Access:Anonymous=none");
        var admin = await chromium.SignedInAsync(flow.Address, "walls");
        await admin.GetByLabel("Name, such as").FillAsync("A&E corridor");
        await admin.GetByLabel("Where it hangs").FillAsync("Lister, level 2");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Let it in" }).ClickAsync();
        var link = await admin.Locator("#the-link").InnerTextAsync();

        var screen = await chromium.BlankAsync(1920, 1080);
        await screen.GotoAsync(link);
        await screen.IsLiveAsync();
        Assert.Equal(new Uri(flow.Address, "wall").ToString(), screen.Url);
        await Expect(screen.Locator("[data-flow-wall]")).ToBeVisibleAsync();

        // Within the open page, past every request; where the browser asks the server all the same, that sends it to sign in.
        await screen.EvaluateAsync("() => Blazor.navigateTo('/alerts')");
        await Expect(screen.Locator("h1")).ToHaveTextAsync(new Regex("^(Your roles do not allow this|Sign in)"));
        await screen.GotoAsync(new Uri(flow.Address, "wall").ToString());
        await screen.IsLiveAsync();

        await admin.GetByRole(AriaRole.Button, new() { Name = "End A&E corridor" }).ClickAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Yes, end it now" }).ClickAsync();
        await Expect(screen.Locator("[data-flow-wall]")).ToHaveCountAsync(0);
        await screen.GotoAsync(new Uri(flow.Address, "wall").ToString());
        Assert.Contains("/sign-in", screen.Url, StringComparison.Ordinal);
    }
}
