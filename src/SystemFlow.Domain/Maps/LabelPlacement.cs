using System.Collections.Immutable;

namespace SystemFlow.Domain.Maps;

/// <summary>Something on a drawing that needs a label beside it.</summary>
/// <param name="At">The mark's middle.</param>
/// <param name="Radius">How far the mark reaches from there.</param>
/// <param name="Width">The label's width.</param>
/// <param name="Height">The label's height.</param>
public readonly record struct Labelled(MapPoint At, double Radius, double Width, double Height)
{
    /// <summary>What the mark covers.</summary>
    public MapBox Mark => new(At.X - Radius, At.Y - Radius, 2 * Radius, 2 * Radius);
}

/// <summary>Puts labels beside their marks so that none lies on another, on any mark, or over the drawing's edge.</summary>
public static class LabelPlacement
{
    private const int Steps = 24;

    // To the right first, where an English reader looks, then the other sides.
    private static readonly (double X, double Y)[] Sides = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (1, 1), (-1, -1), (-1, 1)];

    /// <summary>
    /// The labels' places, in the order given; who comes first chooses first. As near to the mark as there is room; null where there is
    /// none, and then what it would say must stand elsewhere.
    /// </summary>
    /// <param name="frame">What labels must stay within.</param>
    /// <param name="gap">The least distance between a mark and its label; also how much farther the next try is.</param>
    public static ImmutableArray<MapBox?> Of(IReadOnlyCollection<Labelled> marks, MapBox frame, double gap)
    {
        var taken = marks.Select(mark => mark.Mark).ToList();
        var labels = ImmutableArray.CreateBuilder<MapBox?>(marks.Count);
        foreach (var mark in marks)
        {
            var label = Tries(mark, gap).Where(box => box.IsWithin(frame) && !taken.Exists(box.Overlaps)).Cast<MapBox?>().FirstOrDefault();
            if (label is { } placed) taken.Add(placed);
            labels.Add(label);
        }

        return labels.MoveToImmutable();
    }

    private static IEnumerable<MapBox> Tries(Labelled mark, double gap) =>
        from step in Enumerable.Range(1, Steps)
        from side in Sides
        let away = mark.Radius + (step * gap)
        select new MapBox(
            mark.At.X + (side.X * (away + (mark.Width / 2))) - (mark.Width / 2),
            mark.At.Y + (side.Y * (away + (mark.Height / 2))) - (mark.Height / 2),
            mark.Width,
            mark.Height);
}
