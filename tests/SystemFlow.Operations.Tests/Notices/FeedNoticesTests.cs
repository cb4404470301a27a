using System.Collections.Immutable;
using SystemFlow.Domain.Places;
using SystemFlow.Domain.Rotas;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Notices;
using SystemFlow.Testing;

namespace SystemFlow.Operations.Tests.Notices;

public sealed class FeedNoticesTests
{
    private static readonly DateTimeOffset Now = A.Monday9am;

    private static readonly FeedRecord Leaking = new("lister-pas", Now.AddDays(-1), Now)
    {
        PatientLike = 2,
        PatientLikeSince = Now.AddMinutes(-5),
        LastGoodAt = Now.AddMinutes(-1),
    };

    private static readonly FeedRecord Broken = Leaking with { PatientLike = 0, PatientLikeSince = null, RefusedInARow = 3 };

    [Theory]
    [InlineData(0, 0, null, false, false)]
    [InlineData(1, 0, null, false, true)]
    [InlineData(1, 0, 59, false, false)] // Counted, and told when the hour is over.
    [InlineData(1, 0, 60, false, true)]
    [InlineData(0, 2, null, false, false)]
    [InlineData(0, 3, null, false, true)]
    [InlineData(0, 3, 60, true, false)] // Told once while it stays broken.
    [InlineData(1, 3, 60, true, true)]
    public void IsDue_AtOnce_ThenOnceAnHour(int patientLike, int refused, int? toldMinutesAgo, bool isBrokenTold, bool isDue) =>
        Assert.Equal(isDue, FeedNotices.IsDue(
            Leaking with
            {
                PatientLike = patientLike,
                RefusedInARow = refused,
                ToldAt = toldMinutesAgo is { } minutes ? Now.AddMinutes(-minutes) : null,
                IsBrokenTold = isBrokenTold,
            },
            Now));

    [Theory]
    [InlineData("RWH", "feeds-enht")]
    [InlineData("RWH01", "feeds-enht")]
    [InlineData("RWG02", "feeds-whht")]
    [InlineData("RQWG0", "feeds-paht")]
    [InlineData("loc-stevenage", "feeds-system")]
    [InlineData("", "feeds-system")]
    [InlineData("RWH01 RWH20", "feeds-enht")]
    [InlineData("RWH01 RWG02", "feeds-enht feeds-whht")]
    public void MessagesFor_AFeed_GoesToTheOwnerOfItsPlaces(string places, string leads)
    {
        ImmutableArray<PlaceCode> codes = [.. places.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(PlaceCode.Parse)];

        var messages = FeedNotices.MessagesFor(Leaking, codes, Rota.Standard, Footprint.HertfordshireWestEssex, Now, isExercise: false);

        Assert.Equal(leads, string.Join(' ', messages.Select(message => message.Lead).Distinct()));
        Assert.All(messages, message => Assert.Equal((Channel.Screen, null), (message.Channel, message.Episode)));
    }

    [Fact]
    public void Message_OfAPatientLikeBody_SaysHowManySinceWhenAndWhatToDo()
    {
        var message = Message(Leaking);

        Assert.Equal("Warning: 2 messages of lister-pas looked like a patient's", message.Subject);
        Assert.StartsWith(
            """
            2 messages of the feed lister-pas looked like a patient's record and were refused whole. Nothing of it was kept.
            The first came 8:55am on 5 January 2026, UK time.

            What to do: find what in the sending system
            """,
            message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_OfABrokenFeed_SaysSinceWhenNothingWasTaken()
    {
        var message = Message(Broken with { LastProblem = new FeedProblem(Now, 2, "place", "unknown-place", "No such place.") });

        Assert.Equal("Warning: lister-pas sends, and all of it is refused", message.Subject);
        Assert.Contains("its last 3 messages were refused: unknown-place.\nThe last one that was taken came 8:59am", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_OfBoth_IsOne()
    {
        var message = Message(Leaking with { RefusedInARow = 3 });

        Assert.Contains("looked like a patient's", message.Text, StringComparison.Ordinal);
        Assert.Contains("last 3 messages were refused", message.Text, StringComparison.Ordinal);
    }

    private static OutboxMessage Message(FeedRecord feed) => Assert.Single(
        FeedNotices.MessagesFor(feed, [A.Lister], Rota.Standard, Footprint.HertfordshireWestEssex, Now, isExercise: false));
}
