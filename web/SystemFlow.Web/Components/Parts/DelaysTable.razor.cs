using Microsoft.AspNetCore.Components;
using SystemFlow.Domain.Live;
using SystemFlow.Web.Components.Words;

namespace SystemFlow.Web.Components.Parts;

/// <summary>Delayed transfers by reason and by who must act; nothing where a place sends no reasons.</summary>
public sealed partial class DelaysTable
{
    /// <summary>The place now.</summary>
    [Parameter, EditorRequired]
    public required PlaceState State { get; set; }

    private static string Names(double? patients) => patients is { } known ? FigureText.Number(known) : "an unknown number";
}
