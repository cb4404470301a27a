using Microsoft.AspNetCore.Components;

namespace SystemFlow.Web.Components.Parts;

/// <summary>
/// An arrow from one step of the flow picture to the next: as wide as its rate where that can be compared, else thin. It lies where
/// the steps stand beside each other and points down where they stand below each other.
/// </summary>
public sealed partial class FlowArrow
{
    private const double Middle = 22;
    private const double Thinnest = 2;
    private const double Widest = 14;
    private const double Barb = 7;

    /// <summary>The rate as a share of the greatest, 0 to 1; null for a thin arrow.</summary>
    [Parameter, EditorRequired]
    public required double? Width { get; set; }

    private string Style => Width is null ? "flow-arrow--plain" : "";

    private string Path(bool isAcross)
    {
        var half = Width is { } share ? Math.Max(Thinnest, share * Widest) : 1;
        var (length, head) = isAcross ? (100.0, 14.0) : (40.0, 14.0);
        (double Along, double Aside)[] points =
        [
            (0, -half), (length - head, -half), (length - head, -half - Barb), (length, 0), (length - head, half + Barb), (length - head, half),
            (0, half),
        ];
        return "M" + string.Join('L', points.Select(point => isAcross
            ? FormattableString.Invariant($"{point.Along:0.#} {Middle + point.Aside:0.#}")
            : FormattableString.Invariant($"{Middle + point.Aside:0.#} {point.Along:0.#}"))) + "Z";
    }
}
