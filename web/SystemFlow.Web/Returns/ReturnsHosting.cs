using SystemFlow.Operations.Returns;

namespace SystemFlow.Web.Returns;

/// <summary>Daily situation reports, read out of the record and signed off.</summary>
internal static class ReturnsHosting
{
    /// <summary>Adds the reader, the desk and what was signed.</summary>
    public static void AddReturns(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ReturnLog>();
        builder.Services.AddSingleton<ReturnReader>();
        builder.Services.AddSingleton<ReturnDesk>();
    }
}
