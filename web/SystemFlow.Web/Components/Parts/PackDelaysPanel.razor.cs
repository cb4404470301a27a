using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Delays;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Delayed transfers of care of a pack: where, why and who must act.</summary>
public sealed partial class PackDelaysPanel
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }

    private PackDelays Delays => Pack.Delays;

    private IEnumerable<(string Name, DelaySum Sum)> Rows =>
    [
        ("Whole system", Delays.All), ("Acute", Delays.Acute), ("Non-acute", Delays.NonAcute),
        .. Delays.Boards.Select(board => (board.Name, board.Sum)),
    ];

    private static string Style(double? value) => value is null ? "flow-num flow-none" : "flow-num";
}
