using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;
using SystemFlow.Domain.Places;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Levels, calculated and declared, beside those at the last call.</summary>
public sealed partial class PackLevels
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }

    /// <summary>Whether bed bases are shown alone; else everything but them.</summary>
    [Parameter]
    public bool OfBedBases { get; set; }

    /// <summary>Whether places are looked at as of the pack's moment; else as they are now.</summary>
    [Parameter]
    public bool IsPast { get; set; }

    private string Caption => OfBedBases ? "Levels of community bed bases" : "Levels of the system, boards, trusts and hospitals";

    private IEnumerable<PackLevel> Levels => Pack.Levels.Where(level =>
        OfBedBases == level.Kind is PlaceKind.BedBase && (level.Known.Expected > 0 || level.Declared is not null));

    private string PlaceAddress(PackLevel level) => $"/places/{level.Place}{(IsPast ? $"?{MomentText.Name}={MomentText.Of(Pack.At)}" : "")}";
}
