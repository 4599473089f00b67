import torch, time, torch.nn as nn, torch.nn.functional as F, statistics as st
torch.set_num_threads(2)
class VAE(nn.Module):
    def __init__(s):
        super().__init__(); s.fc1=nn.Linear(784,400); s.fc1a=nn.Linear(400,100); s.fc21=nn.Linear(100,2); s.fc22=nn.Linear(100,2); s.fc3=nn.Linear(2,100); s.fc3a=nn.Linear(100,400); s.fc4=nn.Linear(400,784)
    def forward(s,x):
        h=F.relu(s.fc1a(F.relu(s.fc1(x.view(-1,784))))); mu,lv=s.fc21(h),s.fc22(h); z=mu+torch.exp(.5*lv)*torch.randn_like(lv)
        return s.fc4(F.relu(s.fc3a(F.relu(s.fc3(z))))),mu,lv
class CVAE(nn.Module):
    def __init__(s):
        super().__init__(); s.c1=nn.Conv2d(1,16,3,2,1); s.c2=nn.Conv2d(16,32,3,2,1); s.a=nn.Linear(1568,2); s.b=nn.Linear(1568,2); s.d=nn.Linear(2,1568); s.t1=nn.ConvTranspose2d(32,16,3,2,1,1); s.t2=nn.ConvTranspose2d(16,1,3,2,1,1)
    def forward(s,x):
        h=F.relu(s.c2(F.relu(s.c1(x)))).flatten(1); mu,lv=s.a(h),s.b(h); z=mu+torch.exp(.5*lv)*torch.randn_like(lv)
        return s.t2(F.relu(s.t1(F.relu(s.d(z)).view(-1,32,7,7)))).flatten(1),mu,lv
X=(torch.rand(60000,1,28,28)>0.8).float()
for M in (VAE,CVAE):
    m=M(); opt=torch.optim.Adam(m.parameters(),1e-3)
    def step(i):
        x=X[i*128:(i+1)*128]; opt.zero_grad(); o,mu,lv=m(x)
        loss=F.binary_cross_entropy_with_logits(o,x.view(-1,784),reduction='sum')-.5*torch.sum(1+lv-mu.pow(2)-lv.exp()); loss.backward(); opt.step()
        return loss
    for i in range(50): step(i)
    ts=[]
    for i in range(300):
        t=time.perf_counter(); step(i%460); ts.append(time.perf_counter()-t)
    print(M.__name__, st.median(ts)*1e3,'ms')
