using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Calls;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>What ought to be in a pack and was silent or late.</summary>
public sealed partial class PackMissingList
{
    /// <summary>The pack.</summary>
    [Parameter, EditorRequired]
    public required CallPack Pack { get; set; }

    private string Since(PackMissing missing) => missing.LastAt is { } last
        ? $"{AgeText.Of(missing.Freshness, Pack.At - last)}, since {CallText.When(last, Pack.At)}" : "Never received";

    private static string What(PackMissing missing) =>
        missing.Groups.IsEmpty ? "everything" : string.Join(", ", missing.Groups.Select(MetricText.Group)).ToLowerInvariant();
}
