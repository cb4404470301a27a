using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SystemFlow.Browser.Tests;

/// <summary>A screen on a wall: nobody scrolls it, nobody mends it.</summary>
public sealed class WallTests(Chromium chromium, LivingFlow living) : IClassFixture<LivingFlow>, IAsyncDisposable
{
    private const float HealsWithinMs = 30_000;

    // What reaches out of the screen, out of its own box, or over the cell beside it.
    private const string CutOff = """
        () => [...document.querySelectorAll(".flow-wall, .flow-wall *:not(.nhsuk-u-visually-hidden)")].filter(element => {
          const box = element.getBoundingClientRect();
          const room = element.closest("td, th, section, .flow-wall__band, .flow-wall__asof, .flow-wall__title")?.getBoundingClientRect();
          const isOut = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
          const isOver = room && (box.right > room.right + 1 || box.bottom > room.bottom + 1 || box.left < room.left - 1 || box.top < room.top - 1);
          return isOut || isOver || element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline";
        }).map(element => `${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 60)}`)
        """;

    private const string TooSmall = """
        ([words, figures]) => [...document.querySelectorAll(".flow-wall *")].filter(element =>
          [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim()) && !element.closest(".nhsuk-u-visually-hidden")
          && parseFloat(getComputedStyle(element).fontSize) < (element.closest(".flow-wall__figure b") ? figures : words) - 0.1)
          .map(element => `${element.className} ${getComputedStyle(element).fontSize}: ${element.textContent.trim().slice(0, 60)}`)
        """;

    public ValueTask DisposeAsync() => chromium.CloseAllAsync();

    [Theory]
    [InlineData(1920, 1080, 1)]
    [InlineData(3840, 2160, 2)]
    public async Task EveryScreen_OnItsWall_IsLargeEnoughAndNothingIsCutOff(int width, int height, int scale)
    {
        var page = await chromium.BlankAsync(width, height);
        await page.GotoAsync(new Uri(living.Flow.Address, "wall").ToString());
        await page.IsLiveAsync();
        await page.Keyboard.PressAsync(" ");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Continue" })).ToBeVisibleAsync();

        for (var screen = 0; screen < 5; screen++)
        {
            Assert.Empty(await page.EvaluateAsync<string[]>(CutOff));
            Assert.Empty(await page.EvaluateAsync<string[]>(TooSmall, new[] { 24 * scale, 64 * scale }));
            Assert.Equal((width, height), (
                await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"),
                await page.EvaluateAsync<int>("() => document.scrollingElement.scrollHeight")));
            var title = await page.Locator("h1").TextContentAsync();
            await page.Keyboard.PressAsync("ArrowRight");
            await Expect(page.Locator("h1")).Not.ToHaveTextAsync(title!);
        }

        await Expect(page.Locator("h1")).ToHaveTextAsync("System and boards");
    }

    [Fact]
    public async Task Wall_MovesOnByItself_AndStaysWhileItIsHeld()
    {
        var page = await chromium.OpenAsync(living.Flow.Address, "wall?seconds=8&views=hospitals,localities", 1920, 1080);
        await Expect(page.Locator("h1")).ToHaveTextAsync("Hospitals");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Localities", new() { Timeout = 15_000 });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Localities" })).ToHaveAttributeAsync("aria-current", "true");

        await page.Keyboard.PressAsync(" ");
        await Expect(page.Locator(".flow-wall__turn")).ToHaveTextAsync("Held for 15 minutes at most");
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Hospitals");
        for (var second = 0; second < 10; second++) await page.IsLiveAsync(); // Longer than a screen stands.
        await Expect(page.Locator("h1")).ToHaveTextAsync("Hospitals");

        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Localities", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task Wall_ServerKilled_ShoutsOverTheWholeScreenAndComesBackByItself()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var flow = await FlowProcess.StartAsync(stop, "--no-simulator");
        var page = await chromium.OpenAsync(flow.Address, "wall?views=hospitals", 1920, 1080);
        await page.IsLiveAsync();
        await flow.PostAsync("RWH01", "ed.in-department", 72);
        await flow.KillAsync();

        var notice = page.GetByRole(AriaRole.Alert);
        await Expect(notice).ToContainTextAsync("Nothing on this screen is live");
        var box = await notice.BoundingBoxAsync();
        Assert.Equal((0, 0, 1920, 1080), (box!.X, box.Y, box.Width, box.Height));
        await flow.StartAsync(stop);
        await Expect(page.Locator("#flow-connection")).ToBeHiddenAsync(new() { Timeout = HealsWithinMs });

        await Expect(page.FigureInTable("RWH01", "ed.in-department")).ToHaveTextAsync("72");
        await page.IsLiveAsync();
        await flow.PostAsync("RWH01", "ed.in-department", 73);
        await Expect(page.FigureInTable("RWH01", "ed.in-department")).ToHaveTextAsync("73");
    }
}
