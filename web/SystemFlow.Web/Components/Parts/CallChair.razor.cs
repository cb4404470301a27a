using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Calls;
using SystemFlow.Web.SignIn;

namespace SystemFlow.Web.Components.Parts;

/// <summary>How far a call has come, who has the chair and who is on its page; the chair's buttons.</summary>
public sealed partial class CallChair(CallDesk desk)
{
    private string? _problem;
    private bool _isEnding;
    private ElementReference _title;
    private ElementReference _next;
    private (CallStage, string?, bool)? _pressedAt;

    /// <summary>The call's name.</summary>
    [Parameter, EditorRequired]
    public required string Call { get; set; }

    /// <summary>The call's moment. UTC.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset At { get; set; }

    /// <summary>The call as its lines tell it.</summary>
    [Parameter, EditorRequired]
    public required CallRecord Record { get; set; }

    /// <summary>Who has the page open by name, and how many without one.</summary>
    [Parameter, EditorRequired]
    public required (ImmutableArray<string> Named, int Others) Present { get; set; }

    /// <summary>Name and role of who may take part; null for nobody.</summary>
    [Parameter, EditorRequired]
    public required string? Author { get; set; }

    /// <summary>Whether whoever looks may take the chair.</summary>
    [Parameter, EditorRequired]
    public required bool MayChair { get; set; }

    /// <summary>Whether people may gather on the call.</summary>
    [Parameter, EditorRequired]
    public required bool IsOpen { get; set; }

    /// <summary>Why they may not.</summary>
    [Parameter, EditorRequired]
    public required string Closed { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private int Organisations => desk.Organisations.Length;

    private int Unsaid => desk.Organisations.Count(one => !Record.Attendance.ContainsKey(one.Key));

    private string SignIn => $"{SignInHosting.Path}?returnUrl={Uri.EscapeDataString($"/calls/{Call}")}";

    private string Visitors => string.Join("; ", Present.Named) is { Length: > 0 } names
        ? Present.Others == 0 ? names : $"{names}; and {Lookers(Present.Others)}"
        : Present.Others == 0 ? "Nobody" : Lookers(Present.Others);

    private static string Lookers(int count) => count == 1 ? "1 person not signed in" : $"{count} people not signed in";

    /// <inheritdoc/>
    protected override void OnParametersSet() => _isEnding &= Record.Chair == Author;

    // What makes one button follow another.
    private (CallStage, string?, bool) Step => (Record.Stage, Record.Chair, _isEnding);

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_pressedAt is not { } pressed || pressed == Step) return; // The focus follows once what was pressed is gone.
        _pressedAt = null;
        await (Record.IsOver ? _title : _next).FocusAsync();
    }

    private void AskToEnd(bool isEnding) => (_pressedAt, _isEnding) = (Step, isEnding);

    private Task EndAsync()
    {
        return DoAsync(desk.EndAsync);
    }

    private async Task DoAsync(Func<ClaimsPrincipal, string, CancellationToken, Task<string?>> what)
    {
        if (SignedIn is null) return;
        _pressedAt = Step;
        _problem = await what((await SignedIn).User, Call, CancellationToken.None);
        if (_problem is not null) _pressedAt = null;
    }
}
