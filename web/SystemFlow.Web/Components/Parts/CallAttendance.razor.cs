using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Calls;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Which organisations are on a call, marked with one press each; what somebody is typing stays when others mark.</summary>
public sealed partial class CallAttendance(CallDesk desk)
{
    private readonly Dictionary<string, string> _drafts = new(StringComparer.Ordinal);
    private string? _problem;

    /// <summary>The call's name.</summary>
    [Parameter, EditorRequired]
    public required string Call { get; set; }

    /// <summary>The call as its lines tell it.</summary>
    [Parameter, EditorRequired]
    public required CallRecord Record { get; set; }

    /// <summary>Whether who looks may mark.</summary>
    [Parameter, EditorRequired]
    public required bool CanAct { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState>? SignedIn { get; set; }

    private int Unsaid => desk.Organisations.Count(one => !Record.Attendance.ContainsKey(one.Key));

    // A name stays in its field until the call has it, and longer where more was typed meanwhile.
    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        foreach (var (organisation, line) in Record.Attendance)
        {
            if (_drafts.TryGetValue(organisation, out var typed) && typed.Trim() == line.Words) _drafts.Remove(organisation);
        }
    }

    private string Draft(CallOrganisation one, CallLine? line) => _drafts.GetValueOrDefault(one.Key) ?? line?.Words ?? "";

    private Task MarkAsync(CallOrganisation one, Attendance attendance) =>
        KeepAsync(one, attendance, Draft(one, Record.Attendance.GetValueOrDefault(one.Key)));

    // A name that is typed for an organisation of which nothing was said waits for the mark.
    private Task NameAsync(CallOrganisation one) =>
        Record.Attendance.GetValueOrDefault(one.Key) is { Attendance: { } attendance } line && Draft(one, line).Trim() != line.Words
            ? KeepAsync(one, attendance, Draft(one, line))
            : Task.CompletedTask;

    private async Task KeepAsync(CallOrganisation one, Attendance attendance, string who)
    {
        if (SignedIn is null) return;
        _problem = await desk.AttendAsync((await SignedIn).User, Call, new AttendanceFields(one.Key, attendance, who), CancellationToken.None);
    }
}
