package demo

// mainFile is ~/.kube/config: what somebody has gathered over the years.
const mainFile = `# The kubeconfig of the demo. kubeid changes single values in it and nothing else:
# comments like this one, the order and the blank lines stay. Try it, and look again.
apiVersion: v1
kind: Config
current-context: lab

clusters:
# One authority for servers and users, as kubeadm sets it up. Its key is in ~/pki.
- name: lab
  cluster:
    server: %s
    certificate-authority-data: %s
# Users are signed by another authority here than servers, as with k3s.
- name: prod
  cluster:
    server: %s
    certificate-authority-data: %s

contexts:
- name: lab
  context: {cluster: lab, user: lab-admin, namespace: team-a}
- name: prod
  context: {cluster: prod, user: prod-admin, namespace: payments}
- name: prod-web   # what jane sees; her certificate is at its end
  context: {cluster: prod, user: jane, namespace: web}
- name: ci         # the robot that deploys
  context: {cluster: prod, user: deployer, namespace: ci}
- name: sso        # runs a command to log in: kubeid asks before it does
  context: {cluster: lab, user: sso}
- name: ghost      # the cluster has gone, the context was left behind
  context: {cluster: old-datacenter, user: lab-admin}

users:
- name: lab-admin
  user:
    %s
- name: prod-admin
  user:
    %s
- name: jane
  user:
    %s
- name: deployer
  user:
    token: %s
- name: sso
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: %s
      interactiveMode: Never
      provideClusterInfo: false
`

// teamFile has a user of the same name as mainFile: the classic mix-up.
const teamFile = `# From the wiki of the team. It has a user jane as well, who is not the jane of
# ~/.kube/config: kubectl takes the first one it finds, and says nothing.
apiVersion: v1
kind: Config
contexts:
- name: lab-jane
  context:
    cluster: lab
    user: jane
    namespace: team-a
users:
- name: jane
  user:
    client-certificate: team/jane.crt
    client-key: team/jane.key
`

// oldFile holds what has ended, and what has not begun.
const oldFile = `apiVersion: v1
kind: Config
contexts:
- name: audit-2025
  context: {cluster: prod, user: olga, namespace: payments}
- name: newcomer
  context: {cluster: prod, user: newcomer, namespace: web}
users:
- name: olga       # ended weeks ago
  user:
    %s
- name: newcomer   # begins in three days
  user:
    %s
`

const readme = `This folder belongs to "kubeid demo". It is a home folder with kubeconfigs of its own;
nothing in it is yours, and all of it may be deleted:

  %s

While the demo runs, its two API servers listen on this computer, and other programs
can use them as well. In another terminal:

  %s
  kubectl auth whoami
  kubectl --context prod get pods --all-namespaces
`
