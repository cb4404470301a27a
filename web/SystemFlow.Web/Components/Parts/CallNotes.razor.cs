using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>A call's minutes and decisions, and the field that they are written in. A correction stands beside what was written.</summary>
public sealed partial class CallNotes(CallDesk desk)
{
    private readonly Dictionary<long, ElementReference> _buttons = [];
    private string _words = "";
    private string _correction = "";
    private string? _problem;
    private long? _correcting;
    private long? _seen;
    private ElementReference _field;
    private Func<ValueTask>? _focus;

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
        var words = _words;
        _problem = await desk.WriteAsync((await SignedIn).User, Call, kind, words, CancellationToken.None);
        if (_problem is null && _words == words) _words = ""; // Who types fast has begun the next line meanwhile.
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus is not { } focus) return;
        _focus = null;
        await focus();
    }

    private CallNote? Correcting => Record.Notes.FirstOrDefault(note => note.First.Number == _correcting);

    private void Correct(CallNote note)
    {
        (_correcting, _seen, _correction, _problem) = (note.First.Number, note.Last.Number, note.Last.Words, null);
        _focus = () => _field.FocusAsync();
    }

    // The focus goes back to where the correction began.
    private void Leave()
    {
        if (_correcting is { } number && _buttons.TryGetValue(number, out var button)) _focus = () => button.FocusAsync();
        (_correcting, _seen) = (null, null);
    }

    private async Task KeepCorrectionAsync()
    {
        if (SignedIn is null || _correcting is not { } number) return;
        _problem = await desk.CorrectAsync((await SignedIn).User, Call, number, _seen ?? Correcting?.Last.Number ?? number, _correction, CancellationToken.None);
        if (_problem is null) Leave();
        else _seen = null; // What they were told of, they have seen.
    }
}
