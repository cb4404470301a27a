using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Walls;
using SystemFlow.Testing;
using SystemFlow.Web.Access;
using SystemFlow.Web.Tests.SignIn;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.Tests.Walls;

/// <summary>A screen on a wall: let in by its link to the wallboard, and to nothing else.</summary>
public sealed class WallDoorTests : IDisposable
{
    private readonly FlowApp _app = new() { Settings = new() { ["Access:Anonymous"] = "none" } };

    public void Dispose() => _app.Dispose();

    private WallBook Walls => _app.Services.GetRequiredService<WallBook>();

    [Fact]
    public async Task Open_ByItsLink_LeadsToItsAddress_WithoutTheSecret_AndShowsTheWallboard()
    {
        var secret = Issue();
        using var screen = new Visitor(_app);

        Assert.Equal("/sign-in?returnUrl=%2Fwall", (await screen.OpenAsync("/wall")).Location);
        var opened = await screen.OpenAsync(WallDesk.LinkOf(secret));
        var wall = await screen.OpenAsync(opened.Location!);

        Assert.Equal((302, "/wall?board=board-enh"), (opened.Status, opened.Location));
        Assert.Equal(200, wall.Status);
        Assert.Contains("flow-wall", wall.Text, StringComparison.Ordinal);
        Assert.NotNull(Walls.All[0].LastSeenAt);
        Assert.DoesNotContain(_app.Log.All, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts")]
    [InlineData("/people")]
    [InlineData("/audit")]
    [InlineData("/rota")]
    [InlineData("/account")]
    [InlineData("/api/v1/levels")]
    [InlineData("/api/v1/people.csv")]
    [InlineData("/hubs/flow")]
    public async Task AScreen_ComesToNothingElse(string path)
    {
        using var screen = await OpenedAsync();

        var page = await screen.OpenAsync(path);

        Assert.Equal($"/sign-in?returnUrl={Uri.EscapeDataString(path)}", page.Location);
    }

    [Fact]
    public async Task AScreen_IsAllowedTheWallboard_AndNoOtherActOfTheTable()
    {
        var secret = Issue();
        var (wall, mark) = Walls.FindOpen(secret)!.Value;
        var screen = WallClaims.Of(wall, mark);
        using var scope = _app.Services.CreateScope();
        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        var permits = scope.ServiceProvider.GetRequiredService<Permits>();

        foreach (var act in Enum.GetValues<Act>())
        {
            Assert.Equal(act is Act.WatchWall, (await authorization.AuthorizeAsync(screen, null, act.ToString())).Succeeded);
            Assert.Null(permits.Ask(screen, act, A.Lister).By);
        }

        Assert.Null(PersonClaims.AccountOf(screen));
        Assert.Null(PersonClaims.SessionOf(screen));
    }

    [Fact]
    public async Task AScreen_PostsNothing()
    {
        using var screen = await OpenedAsync();
        var form = await screen.OpenAsync("/sign-in");

        var sent = await screen.SendAsync(form, [], "form");

        Assert.Equal(400, sent.Status); // Asked for a user name, like anybody.
        Assert.Equal(403, await screen.PostAsync("/api/v1/actions", "{}"));
    }

    [Fact]
    public async Task Withdrawn_ItEndsAtOnce_InTheBrowserAndOnTheOpenPage()
    {
        var secret = Issue();
        using var screen = new Visitor(_app);
        await screen.OpenAsync(WallDesk.LinkOf(secret));
        var (wall, mark) = Walls.FindOpen(secret)!.Value;
        await using var scope = _app.Services.CreateAsyncScope();
        var page = (ServerAuthenticationStateProvider)scope.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(WallClaims.Of(wall, mark))));

        Walls.Withdraw(wall.Id, "A test");

        Assert.Null(WallClaims.IdOf((await page.GetAuthenticationStateAsync()).User));
        Assert.Equal("/sign-in?returnUrl=%2Fwall", (await screen.OpenAsync("/wall")).Location);
        Assert.Equal("/wall/closed", (await screen.OpenAsync(WallDesk.LinkOf(secret))).Location);
        Assert.Equal(200, (await screen.OpenAsync("/wall/closed")).Status);
    }

    [Fact]
    public async Task Open_AfterFiveWrongLinksWithinAMinute_HasToWait()
    {
        using var screen = new Visitor(_app);
        for (var wrong = 0; wrong < 5; wrong++) Assert.Equal("/wall/closed", (await screen.OpenAsync($"/wall/open?key=wrong{wrong}")).Location);

        Assert.Equal(429, (await screen.OpenAsync(WallDesk.LinkOf(Issue()))).Status);
    }

    [Theory]
    [InlineData("/wall", true)]
    [InlineData("/wall?views=boards,hospitals&seconds=20", true)]
    [InlineData("/wall?board=board-enh", true)]
    [InlineData("/wall?board=nowhere", false)]
    [InlineData("/wall?at=2026-01-01T00:00Z", false)]
    [InlineData("/walls", false)]
    [InlineData("/wall/../people", false)]
    [InlineData("//example.org/wall", false)]
    [InlineData("https://example.org/wall", false)]
    [InlineData("/wall?views=a\r\nSet-Cookie: b", false)]
    public void Issue_OpensTheWallboardOnly(string address, bool isRight)
    {
        var now = TimeProvider.System.GetUtcNow();
        var fields = new WallFields { Name = "A&E corridor", Where = "Lister", Address = address, LastDay = DateOnly.FromDateTime(now.UtcDateTime).AddDays(30) };

        var outcome = _app.Services.GetRequiredService<WallDesk>().Issue(Persons.With("Administrator hwe"), fields, now);

        Assert.Equal(isRight, outcome.Secret is not null);
        if (!isRight) Assert.Equal("wall-address", outcome.Problems.Single().Field);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(367)]
    public void Issue_ForNoDayWithinAYear_SaysWhatToDo(int days)
    {
        var now = TimeProvider.System.GetUtcNow();
        var fields = new WallFields { Name = "A&E corridor", Where = "Lister", LastDay = DateOnly.FromDateTime(now.UtcDateTime).AddDays(days) };

        var outcome = _app.Services.GetRequiredService<WallDesk>().Issue(Persons.With("Administrator hwe"), fields, now);

        Assert.Equal("Enter a day from today to a year from today", outcome.Problems.Single().Words);
    }

    private string Issue() => Walls.Issue("A&E corridor", "Lister", "/wall?board=board-enh", TimeProvider.System.GetUtcNow().AddDays(1), "A test");

    private async Task<Visitor> OpenedAsync()
    {
        var screen = new Visitor(_app);
        Assert.Equal(302, (await screen.OpenAsync(WallDesk.LinkOf(Issue()))).Status);
        return screen;
    }
}
