using System.Globalization;
using Microsoft.Playwright;
using SystemFlow.Domain.Alerts;
using SystemFlow.Domain.Calls;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>Two people on one call, each in a browser of their own, and the call's page before, during and after.</summary>
public sealed class CallsTests(Chromium chromium) : IAsyncDisposable
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Fact]
    public async Task OnACall_TwoPeople_SeeEachOthersEveryLineAtOnce_AndNothingTypedIsLost()
    {
        var times = new Around(TimeProvider.System.GetUtcNow());
        await using var flow = await FlowProcess.StartAsync(Stop, times.Settings);
        var path = $"calls/{CallId.Of(times.Held)}";
        var chair = await chromium.SignedInAsync(flow.Address, path);
        var other = await chromium.SignedInAsync(flow.Address, path, 390, "Jo Smith");
        await Expect(chair.Locator(".flow-call__chair")).ToContainTextAsync("Ann Other, site lead; Jo Smith, board member");

        await chair.GetByRole(AriaRole.Button, new() { Name = "Take the chair" }).PressAsync("Enter");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Start the call" }).PressAsync("Enter");
        await Expect(other.Locator(".flow-call__chair")).ToContainTextAsync("Under way since");
        await other.GetByLabel("Minute or decision").FillAsync("Half a sentence");

        await Expect(chair.GetByRole(AriaRole.Button, new() { Name = "End the call" })).ToBeFocusedAsync();
        await chair.GetByText("Who is on the call").ClickAsync();
        var trust = chair.GetByRole(AriaRole.Group, new() { Name = "East and North Herts Trust" });
        await trust.GetByRole(AriaRole.Button, new() { Name = "Present" }).PressAsync("Enter");
        await Expect(other.Locator("[data-organisation=RWH]")).ToContainTextAsync("Present, said by Ann Other, site lead");

        await chair.GetByLabel("Minute or decision").FillAsync("Beds are tight at Lister");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Write as minute" }).PressAsync("Enter");
        await chair.GetByLabel("Minute or decision").FillAsync("Open six beds at Lister");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Write as decision" }).PressAsync("Enter");
        await Expect(other.Locator(".flow-note")).ToContainTextAsync(["Minute: Beds are tight at Lister", "Decision: Open six beds at Lister"]);
        await Expect(other.GetByLabel("Minute or decision")).ToHaveValueAsync("Half a sentence");

        await other.GetByText("Give an action").ClickAsync();
        await other.GetByLabel("What is to be done").FillAsync("Staff six beds");
        await other.GetByLabel("Who is to do it").SelectOptionAsync("RWH01");
        await other.GetByRole(AriaRole.Button, new() { Name = "1 hour" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Give this action" }).ClickAsync();
        await Expect(chair.Locator("section[aria-labelledby=call-action]")).ToContainTextAsync("Staff six beds");

        await chair.GetByText("Declare a level").ClickAsync();
        await chair.Locator("#call-declare-place").SelectOptionAsync("RWH");
        await chair.Locator("#call-declare-level").SelectOptionAsync("4");
        await chair.Locator("#call-declare-reason").FillAsync("Corridor full");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Declare", Exact = true }).ClickAsync();
        await Expect(other.Locator("section[aria-labelledby=call-declare] [data-place=RWH]")).ToContainTextAsync("declared OPEL 4");

        await Expect(other.GetByLabel("Minute or decision")).ToHaveValueAsync("Half a sentence");
        Assert.Empty(await chair.FaultsAsync());
        Assert.Empty(await other.FaultsAsync());
        Assert.Equal(390, await other.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"));

        await chair.GetByRole(AriaRole.Button, new() { Name = "End the call" }).PressAsync("Enter");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Yes, end the call for everybody" }).PressAsync("Enter");
        await Expect(other.Locator(".flow-call__chair")).ToContainTextAsync("Ended at");
        await Expect(chair.GetByRole(AriaRole.Heading, new() { Name = "On the call" })).ToBeFocusedAsync();
        await Expect(other.GetByLabel("Minute or decision")).ToHaveValueAsync("Half a sentence");
        await other.GetByRole(AriaRole.Button, new() { Name = "Write as minute" }).ClickAsync();
        await Expect(chair.Locator(".flow-note")).ToContainTextAsync(["Beds are tight", "Open six beds", "Half a sentence"]);
        await chair.GetByRole(AriaRole.Button, new() { Name = "Correct: Half a sentence" }).ClickAsync();
        await Expect(chair.GetByLabel("Correction of")).ToBeFocusedAsync();
        await chair.GetByLabel("Correction of").FillAsync("A whole sentence");
        await chair.GetByRole(AriaRole.Button, new() { Name = "Keep the correction" }).PressAsync("Enter");
        await Expect(chair.GetByRole(AriaRole.Button, new() { Name = "Correct: A whole sentence" })).ToBeFocusedAsync();
        await FitsAsync(other);
        await other.GetByRole(AriaRole.Button, new() { Name = "Make it again from the record" }).ClickAsync();
        await Expect(other.Locator(".flow-call__again")).ToContainTextAsync("it is equal to the frozen one, to the digit");
    }

    [Fact]
    public async Task ACallsPage_BeforeAndAfterItsMoment_IsAccessible_AndFitsAPhone()
    {
        var times = new Around(TimeProvider.System.GetUtcNow());
        await using var flow = await FlowProcess.StartAsync(Stop, times.Settings);

        var before = await chromium.OpenAsync(flow.Address, $"calls/{CallId.Of(times.Next)}");
        await before.IsLiveAsync();
        await Expect(before.GetByText("Not frozen yet.")).ToBeVisibleAsync();
        await Expect(before.Locator(".flow-call__chair").GetByRole(AriaRole.Link, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await FitsAsync(before);
        var frozen = await chromium.OpenAsync(flow.Address, $"calls/{CallId.Of(times.Held)}");
        await frozen.IsLiveAsync();
        await Expect(frozen.GetByText("Every figure of the pack is as it was known at")).ToBeVisibleAsync();
        await FitsAsync(frozen);
    }

    private static async Task FitsAsync(IPage page)
    {
        Assert.Empty(await page.FaultsAsync());
        foreach (var width in (int[])[390, 320])
        {
            await page.SetViewportSizeAsync(width, 844);
            await page.WaitForFunctionAsync("width => window.innerWidth === width && document.scrollingElement.scrollWidth <= width", width);
        }
    }

    /// <summary>A call ten minutes ago and one in half an hour, whatever the clock says.</summary>
    private sealed record Around(DateTimeOffset Now)
    {
        public DateTimeOffset Held { get; } = ToMinute(Now.AddMinutes(-10));

        public DateTimeOffset Next { get; } = ToMinute(Now.AddMinutes(30));

        public string[] Settings => [$"--Calls:Times:0={Clock(Held)}", $"--Calls:Times:1={Clock(Next)}"];

        private static DateTimeOffset ToMinute(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

        private static string Clock(DateTimeOffset at) => EnglandCalendar.Local(at).ToString("HH:mm", CultureInfo.InvariantCulture);
    }
}
