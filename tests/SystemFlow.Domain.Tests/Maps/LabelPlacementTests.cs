using System.Collections.Immutable;
using SystemFlow.Domain.Maps;

namespace SystemFlow.Domain.Tests.Maps;

public sealed class LabelPlacementTests
{
    private static readonly MapBox Frame = new(0, 0, 1_000, 700);

    [Fact]
    public void Of_OneMark_ItsLabelStandsToTheRight()
    {
        var label = Assert.Single(LabelPlacement.Of([Mark(500, 300)], Frame, gap: 4))!.Value;

        Assert.Equal(new MapBox(514, 280, 150, 40), label);
    }

    [Fact]
    public void Of_MarkAtTheRightEdge_ItsLabelStandsToTheLeft()
    {
        var label = Assert.Single(LabelPlacement.Of([Mark(980, 300)], Frame, gap: 4))!.Value;

        Assert.Equal(966, label.Right);
    }

    [Fact]
    public void Of_MarksOnOneSpot_EachHasALabelAndTheFirstTheBestPlace()
    {
        var labels = LabelPlacement.Of([Mark(500, 300), Mark(500, 300), Mark(504, 302)], Frame, gap: 4);

        Assert.Equal(514, labels[0]!.Value.X);
        Assert.DoesNotContain(null, labels);
        AssertApart([Mark(500, 300), Mark(500, 300), Mark(504, 302)], labels);
    }

    [Fact]
    public void Of_NoRoomAnywhere_HasNoPlaceRatherThanOneOnTopOfAnother()
    {
        var labels = LabelPlacement.Of([Mark(50, 30)], new MapBox(0, 0, 100, 60), gap: 4);

        Assert.Null(Assert.Single(labels));
    }

    [Fact]
    public void Of_ManyMarksAnywhere_NoLabelLiesOnALabelAMarkOrTheEdge()
    {
        var chance = new Random(20261127);
        for (var map = 0; map < 200; map++)
        {
            ImmutableArray<Labelled> marks = [.. Enumerable.Range(0, chance.Next(1, 40)).Select(_ => new Labelled(
                new(chance.Next(20, 980), chance.Next(20, 680)), chance.Next(4, 20), chance.Next(30, 220), chance.Next(15, 50)))];

            AssertApart(marks, LabelPlacement.Of(marks, Frame, gap: 4));
        }
    }

    private static void AssertApart(ImmutableArray<Labelled> marks, ImmutableArray<MapBox?> labels)
    {
        var placed = labels.OfType<MapBox>().ToList();
        Assert.Equal(marks.Length, labels.Length);
        Assert.All(placed, label =>
        {
            Assert.True(label.IsWithin(Frame));
            Assert.DoesNotContain(marks, mark => label.Overlaps(mark.Mark));
            Assert.Single(placed, label.Overlaps); // Itself.
        });
    }

    private static Labelled Mark(double x, double y) => new(new(x, y), Radius: 10, Width: 150, Height: 40);
}
