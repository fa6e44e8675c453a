// The cases of suites runtime and exceptions under .NET: a case states its expectation, so one that
// passes here and on the target behaves the same on both. The target's side runs in the suites of
// the image.

using System.Text;
using RustKernel.SelfTests;
using Xunit;

namespace RustKernel.RuntimeParity.Tests;

public sealed class ParityTests
{
    public static TheoryData<string, int> RuntimeNames => Names(ProgramTests.Runtime);

    public static TheoryData<string, int> ExceptionNames => Names(ProgramTests.Exceptions);

    [Theory]
    [MemberData(nameof(RuntimeNames))]
    public void The_language_and_the_library_behave_as_in_dotnet(string name, int test)
    {
        Assert.NotEmpty(name);
        Assert.True(ProgramTests.Run(ProgramTests.Runtime, test));
    }

    [Theory]
    [MemberData(nameof(ExceptionNames))]
    public void Exceptions_flow_as_in_dotnet(string name, int test)
    {
        Assert.NotEmpty(name);
        Assert.True(ProgramTests.Run(ProgramTests.Exceptions, test));
    }

    public static TheoryData<string, int> AsyncNames => Names(ProgramTests.Async);

    [Theory]
    [MemberData(nameof(AsyncNames))]
    public void Tasks_behave_as_in_dotnet(string name, int test)
    {
        Assert.NotEmpty(name);
        Assert.True(ProgramTests.Run(ProgramTests.Async, test));
    }

    private static TheoryData<string, int> Names(int suite)
    {
        TheoryData<string, int> data = [];
        string[] names = Encoding.ASCII.GetString(ProgramTests.Names(suite)).Split(' ');
        for (int i = 0; i < names.Length; i++)
        {
            data.Add(names[i], i);
        }

        return data;
    }
}
