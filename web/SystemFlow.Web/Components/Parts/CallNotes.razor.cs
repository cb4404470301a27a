using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A call's minutes and decisions, and the field that they are written in. A correction stands beside what was written.</summary>
public sealed partial class CallNotes(CallDesk desk)
{
    private string _words = "";
    private string _correction = "";
    private string? _problem;
    private long? _correcting;

    /// <summary>The call's name.</summary>
    [Parameter, EditorRequired]
    public required string Call { get; set; }

    /// <summary>The call as its lines tell it.</summary>
    [Parameter, EditorRequired]
    public required CallRecord Record { get; set; }

    /// <summary>Whether who looks may write.</summary>
    [Parameter, EditorRequired]
    public required bool CanWrite { get; set; }

    /// <summary>Whether who looks may correct.</summary>
    [Parameter, EditorRequired]
    public required bool CanCorrect { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private async Task WriteAsync(CallLineKind kind)
    {
        if (SignedIn is null) return;
        _problem = await desk.WriteAsync((await SignedIn).User, Call, kind, _words, CancellationToken.None);
        if (_problem is null) _words = "";
    }

    private void Correct(CallNote note) => (_correcting, _correction, _problem) = (note.First.Number, note.Last.Words, null);

    private async Task KeepCorrectionAsync()
    {
        if (SignedIn is null || _correcting is not { } number) return;
        _problem = await desk.CorrectAsync((await SignedIn).User, Call, number, _correction, CancellationToken.None);
        if (_problem is null) _correcting = null;
    }
}
