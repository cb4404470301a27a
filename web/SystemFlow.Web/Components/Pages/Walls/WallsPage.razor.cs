using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Operations.Walls;
using SystemFlow.Web.Components.Words;
using SystemFlow.Web.Live;
using SystemFlow.Web.People;
using SystemFlow.Web.Walls;

namespace SystemFlow.Web.Components.Pages.Walls;

/// <summary>The screens on walls: who let each in, when it last looked, and its end.</summary>
public sealed partial class WallsPage(WallBook walls, WallDesk desk, LinkRoot root, NavigationManager navigation) : IDisposable
{
    private const int UsualDays = 180;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closed = new();
    private ClaimsPrincipal _person = new();
    private WallFields _fields = Fresh();
    private ImmutableArray<WallPass> _walls = [];
    private ImmutableArray<(string Field, string Words)> _problems = [];
    private DateTimeOffset _now;
    private long? _sure;
    private string? _done;
    private (string Name, string Address)? _link;

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closed.Cancel();
        _closed.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (SignedIn is not null) _person = (await SignedIn).User;
        Look();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender) _ = FollowAsync(_closed.Token);
    }

    private static WallFields Fresh() => new() { LastDay = DateOnly.FromDateTime(UkTime.Wall(TimeProvider.System.GetUtcNow())).AddDays(UsualDays) };

    private async Task FollowAsync(CancellationToken closed)
    {
        try
        {
            await PageLoops.TickAsync(TimeProvider.System, LookEvery, () => InvokeAsync(Show), closed);
        }
        catch (Exception error) when (!closed.IsCancellationRequested)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private void Show()
    {
        Look();
        StateHasChanged();
    }

    private void Look() => (_now, _walls) = (TimeProvider.System.GetUtcNow(), walls.All);

    private void Issue()
    {
        var outcome = desk.Issue(_person, _fields, TimeProvider.System.GetUtcNow());
        Take(outcome, $"{_fields.Name.Trim()} may look.");
        if (outcome.Secret is not { } secret) return;
        _link = (_fields.Name.Trim(), root.For(navigation.BaseUri) + WallDesk.LinkOf(secret));
        _fields = Fresh();
    }

    private void Withdraw(WallPass wall) => Take(desk.Withdraw(_person, wall.Id), $"{wall.Name} is ended: that screen shows nothing any more.");

    private void Take(PeopleOutcome outcome, string done)
    {
        (_problems, _done, _link, _sure) = (outcome.Problems, outcome.Problems.IsEmpty ? done : null, null, null);
        Look();
    }
}
