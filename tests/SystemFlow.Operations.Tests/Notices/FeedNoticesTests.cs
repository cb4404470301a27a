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
    [InlineData(0, 0, null, false, FeedTrouble.None)]
    [InlineData(1, 0, null, false, FeedTrouble.PatientLike)]
    [InlineData(1, 0, 59, false, FeedTrouble.None)] // Counted, and told when the hour is over.
    [InlineData(1, 0, 60, false, FeedTrouble.PatientLike)]
    [InlineData(0, 2, null, false, FeedTrouble.None)]
    [InlineData(0, 3, null, false, FeedTrouble.Broken)]
    [InlineData(0, 3, 59, false, FeedTrouble.None)] // It worked for a moment; once an hour is enough.
    [InlineData(0, 3, 60, true, FeedTrouble.None)] // Told once while it stays broken.
    [InlineData(1, 3, null, false, FeedTrouble.PatientLike | FeedTrouble.Broken)]
    [InlineData(1, 3, 60, true, FeedTrouble.PatientLike)]
    public void Due_AtOnce_ThenOnceAnHour(int patientLike, int refused, int? toldMinutesAgo, bool isBrokenTold, FeedTrouble due)
    {
        DateTimeOffset? toldAt = toldMinutesAgo is { } minutes ? Now.AddMinutes(-minutes) : null;
        var feed = Leaking with
        {
            PatientLike = patientLike,
            RefusedInARow = refused,
            PatientToldAt = toldAt,
            BrokenToldAt = toldAt,
            IsBrokenTold = isBrokenTold,
        };

        Assert.Equal(due, FeedNotices.Due(feed, Now));
    }

    [Fact]
    public void Due_PatientsData_DoesNotWaitForTheHourAfterAnotherNotice() =>
        Assert.Equal(FeedTrouble.PatientLike, FeedNotices.Due(Leaking with { BrokenToldAt = Now.AddMinutes(-1) }, Now));

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

        var messages = FeedNotices.MessagesFor(Leaking, FeedTrouble.PatientLike, codes, Rota.Standard, Footprint.HertfordshireWestEssex, Now, isExercise: false);

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
        FeedNotices.MessagesFor(feed, FeedNotices.Due(feed, Now), [A.Lister], Rota.Standard, Footprint.HertfordshireWestEssex, Now, isExercise: false));
}
